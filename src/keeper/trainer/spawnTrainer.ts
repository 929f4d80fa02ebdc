import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { asDescriptor } from '../../processes/asDescriptor.ts';
import type { ProcessIdentity } from '../../processes/processFacts.ts';
import { identityOf, sameProcess } from '../../processes/processIdentity.ts';
import { shimExit } from '../../runs/shimFiles.ts';
import type { TrainingExit } from '../../stopping/control.ts';
import type { TrainerStart } from '../../runs/queue/startFile.ts';
import { filesIn } from '../../runs/runDirectory.ts';
import { systemErrorMessage } from '../../words/errors.ts';
import { firstLine } from '../firstLine.ts';
import { shimCommand, shimmedStart } from './shim.ts';

/** A trainer that runs. */
export interface SpawnedTrainer {
  readonly training: ProcessIdentity;
  /** The process that waits for it; null: this one. */
  readonly shim: ProcessIdentity | null;
  /** How it ended; null where its shim was killed and nobody saw it. */
  readonly end: Promise<Pick<TrainingExit, 'code' | 'signal'> | null>;
}

/**
 * Starts the trainer in a session and process group of its own, its output going straight into `output.log`. Nothing
 * between it and that file belongs to the keeper, which may die at any time. All signal dispositions are the default
 * ones. Its parent is a shim, where there can be one, else this process. Throws a sentence when the system refuses to
 * run it.
 */
export async function spawnTrainer(directory: string, start: TrainerStart): Promise<SpawnedTrainer> {
  const input = start.stdin === null ? null : openInput(directory, start.stdin);
  try {
    const shim = shimCommand(directory, start.command, start.environment);
    return await (shim === null ? spawnHere(directory, start, input) : spawnUnderShim(directory, start, shim, input));
  } finally {
    if (input !== null) {
      closeSync(input);
    }
  }
}

async function spawnUnderShim(
  directory: string,
  start: TrainerStart,
  command: readonly string[],
  input: number | null,
): Promise<SpawnedTrainer> {
  const [file = '', ...rest] = command;
  const complaints = openSync(filesIn(directory).keeperLog, 'a', 0o600);
  try {
    const parent = execa(file, rest, { ...detached(start, input), stdout: 'pipe', stderr: asDescriptor(complaints) });
    const shim = parent.pid === undefined ? null : identityOf(parent.pid);
    const [pid = '', startTime = ''] = (await firstLine(parent.stdout)).split(':');
    if (shim === null || startTime === '') throw new Error(notRun(start, await parent));
    const training = { pid: Number(pid), startTime: Number(startTime) };
    await becomesTrainer(training);
    return { training, shim, end: parent.then(() => shimExit(directory)) };
  } finally {
    closeSync(complaints);
  }
}

/** libuv resets all dispositions between fork and exec. */
async function spawnHere(directory: string, start: TrainerStart, input: number | null): Promise<SpawnedTrainer> {
  const [file = '', ...rest] = start.command;
  const log = openSync(filesIn(directory).log, 'a', 0o600);
  try {
    const trainer = execa(file, rest, {
      ...detached(start, input),
      stdout: asDescriptor(log),
      stderr: asDescriptor(log),
    });
    if (trainer.pid === undefined) throw new Error(notRun(start, await trainer));
    return {
      training: identityOf(trainer.pid),
      shim: null,
      end: trainer.then(({ exitCode, signal }) => ({ code: exitCode ?? null, signal: signal ?? null })),
    };
  } finally {
    closeSync(log);
  }
}

function detached(start: TrainerStart, input: number | null) {
  return {
    cwd: start.cwd,
    env: start.environment,
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: input === null ? 'ignore' : asDescriptor(input),
  } as const;
}

function notRun({ command }: TrainerStart, failure: { readonly originalMessage?: string | undefined }): string {
  return `${command[0]} could not be run (${failure.originalMessage ?? 'the system does not say why'}).`;
}

/** Its number is told a moment before it is what was to be started. */
async function becomesTrainer(training: ProcessIdentity): Promise<void> {
  const limit = performance.now() + 1000;
  while (
    performance.now() < limit &&
    sameProcess(training)?.command.includes(shimmedStart.split('\n', 1)[0]!) === true
  ) {
    await sleep(2);
  }
}

/**
 * A file, since a pipe would be cut off by the death of the keeper; without a name, since the text is nobody else's
 * business.
 */
function openInput(directory: string, text: string): number {
  const path = join(directory, 'stdin');
  try {
    writeFileSync(path, text, { mode: 0o600 });
    return openSync(path, 'r');
  } catch (error) {
    throw new Error(`The text for its standard input could not be written to ${path} (${systemErrorMessage(error)}).`, {
      cause: error,
    });
  } finally {
    rmSync(path, { force: true });
  }
}
