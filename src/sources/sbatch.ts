import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { callClient } from '../processes/remote/client.ts';
import { ownCommand } from '../processes/programs/ownProgram.ts';
import { type ClientAnswer, complaintOf } from '../processes/remote/clientAnswer.ts';
import { stateDirectory } from '../runs/runDirectory.ts';
import { shellQuote } from '../words/shellQuote.ts';

/** A command of Plateau that Slurm is to run as a job. */
export interface BatchJob {
  /** The words after `plateau`. */
  readonly words: readonly string[];
  readonly cwd: string;
  /** Null for the one that Slurm gives it. */
  readonly name: string | null;
  /** Options of sbatch, which count over those that are given here. */
  readonly options: readonly string[];
}

/**
 * The options with which `plateau run` goes into the queue: SIGUSR1 for the script alone, ten minutes before the end of
 * its time, which a save and the ladder take; back in the queue after that; and what is printed appended by each start.
 * Pure.
 */
export function sbatchArgs({ cwd, name, options }: BatchJob, output: string): readonly string[] {
  return [
    '--parsable',
    '--signal=B:USR1@600',
    '--requeue',
    '--open-mode=append',
    `--output=${output}`,
    `--chdir=${cwd}`,
    ...(name === null ? [] : [`--job-name=${name}`]),
    ...options,
  ];
}

/**
 * Submits a job, and returns its number and the pattern of the file that it prints to. Throws a sentence where Slurm
 * refuses it.
 */
export async function submitJob(job: BatchJob): Promise<{ readonly id: string; readonly output: string }> {
  const directory = join(stateDirectory(), 'slurm');
  const script = join(directory, `submit-${process.pid}.sh`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Slurm copies it as it takes the job.
  writeFileSync(
    script,
    `#!/bin/sh\nexec ${[...ownCommand(import.meta.url), ...job.words].map(shellQuote).join(' ')}\n`,
    { mode: 0o700 },
  );
  const output = join(directory, '%j.out');
  try {
    const answer = await callClient({ program: 'sbatch', args: [...sbatchArgs(job, output), script] });
    const id = /^(\d+)/.exec(answer.stdout)?.[1];
    if (answer.status !== 0 || id === undefined) throw new Error(`Slurm took no job: ${complaint(answer)}.`);
    return { id, output: output.replace('%j', id) };
  } finally {
    rmSync(script, { force: true });
  }
}

/** What sbatch says of a wrong option comes before its hint at its own help. */
function complaint(answer: ClientAnswer): string {
  const said = /^sbatch: (?:(?:error|fatal): )?(.+?)\.?$/m.exec(answer.stderr)?.[1];
  return said ?? complaintOf(answer);
}
