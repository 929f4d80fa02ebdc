import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { statusForExit } from '../../app/exitStatus.ts';
import { noNotices, type ViewOptions } from '../../app/options.ts';
import { print } from '../../app/print.ts';
import { awaitTurn } from '../../app/queue/awaitTurn.ts';
import { canDraw } from '../../app/screenTerminal.ts';
import { viewRun } from '../../app/viewRun.ts';
import { isHere } from '../../processes/recorded.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { listRuns } from '../../runs/runs.ts';
import { submitJob } from '../../sources/sbatch.ts';
import { hasEnded, slurmJob } from '../../sources/slurmJob.ts';
import { splitArgs } from '../../notices/splitArgs.ts';
import { errorMessage } from '../../words/errors.ts';
import { exitStatuses } from '../../words/exitStatus.ts';
import { usageError } from '../../words/usageError.ts';
import { connect } from './connect.ts';

interface Submission {
  /** The options of sbatch, as one text. */
  readonly sbatch: string;
  /** The arguments of `plateau run` itself, that of sbatch included, and the training's command. */
  readonly own: readonly string[];
  readonly command: readonly string[];
  readonly cwd: string;
  readonly name: string | null;
  readonly detach: boolean;
  readonly options: ViewOptions;
}

/**
 * `plateau run --sbatch`: submits a job that runs the same `plateau run`, and follows its runs, one after the other
 * where it goes back in the queue. Returns the exit status of the last one. Throws a sentence where Slurm takes no job,
 * or it ends without a run.
 */
export async function runAsJob({ sbatch, own, command, ...rest }: Submission): Promise<number> {
  const { cwd, name, detach, options } = rest;
  const words = ['run', ...withoutSubmission(own), '--', ...command];
  const { id, output } = await submitJob({ words, cwd, name, options: optionsOf(sbatch) });
  print(`Job ${id} is in the queue of Slurm, and does not need this command: see plateau runs, or scancel ${id}.`);
  if (detach) return exitStatuses.success;
  const seen = new Set<string>();
  let status: number | null = null;
  for (;;) {
    const next = await nextRun(id, seen);
    if (next === null) break;
    seen.add(next.id);
    const record = await awaitTurn(next, false);
    if (record === null) return exitStatuses.failure;
    print(`${record.name} (${record.id}) runs on ${record.machine?.host ?? 'another machine'}.`);
    // What runs on another node can only be looked at from here.
    const control = isHere(record) && record.state !== 'ended' ? await connect(record, 'plateau run') : null;
    const outcome = await viewRun(record, control, { ...options, overrides: {}, notices: noNotices });
    status = statusForExit(outcome);
    if (outcome.exit === null || canDraw()) return status;
  }
  if (status === null) throw new Error(`Job ${id} ended before it started a training: see ${output}.`);
  return status;
}

function optionsOf(sbatch: string): readonly string[] {
  try {
    return sbatch.trim() === '' ? [] : splitArgs(sbatch);
  } catch (error) {
    throw usageError(`--sbatch cannot be read: ${errorMessage(error)}.`, { cause: error });
  }
}

/** The arguments that the job itself needs. */
export function withoutSubmission(own: readonly string[]): readonly string[] {
  return own.filter(
    (word, at) => !/^--sbatch(?:=|$)/.test(word) && own[at - 1] !== '--sbatch' && word !== '--detach' && word !== '-d',
  );
}

/** The next run that a job has started; null once it has ended without one. Says what it waits for. */
async function nextRun(id: string, seen: ReadonlySet<string>): Promise<RunRecord | null> {
  let told = '';
  for (;;) {
    const job = await slurmJob(id);
    const isOver = hasEnded(job);
    const next = listRuns().runs.findLast((record) => isOfJob(record, id) && !seen.has(record.id));
    if (next !== undefined) return next;
    if (isOver) return null;
    if (job.state !== told && job.state === 'PENDING') print(`Job ${id} waits for its turn.`);
    told = job.state;
    await sleep(lookEvery);
  }
}

/** Of an array the runs of all its tasks. */
function isOfJob({ job }: RunRecord, id: string): boolean {
  return job?.id === id || job?.array === id;
}

/** Milliseconds between two questions to the scheduler: squeue(1) asks not to do that more often than needed. */
const lookEvery = process.stdout.isTTY ? 2000 : 5000;
