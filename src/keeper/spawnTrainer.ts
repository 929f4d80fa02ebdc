import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { asDescriptor } from '../processes/asDescriptor.ts';
import type { StopPlan } from '../stopping/control.ts';
import { filesIn } from '../runs/runDirectory.ts';
import { systemErrorMessage } from '../words/errors.ts';

/**
 * What to run: the command as given, in which directory, with which whole environment, and what it reads (null:
 * /dev/null).
 */
export interface TrainerStart {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string | null;
  /** A stop that is planned from the beginning. */
  readonly plan: StopPlan | null;
}

/** A trainer that runs: its number, and how it ends. */
export interface SpawnedTrainer {
  readonly pid: number;
  readonly end: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/**
 * Starts the trainer in a session and process group of its own, its output going straight into `output.log`. Nothing
 * between it and that file belongs to the keeper, which may die at any time. All signal dispositions are the default
 * ones: libuv resets them between fork and exec. Throws a sentence when the system refuses to run it.
 */
export async function spawnTrainer(directory: string, start: TrainerStart): Promise<SpawnedTrainer> {
  const [file = '', ...rest] = start.command;
  const log = openSync(filesIn(directory).log, 'a', 0o600);
  const input = start.stdin === null ? null : openInput(directory, start.stdin);
  try {
    const trainer = execa(file, rest, {
      cwd: start.cwd,
      env: start.environment,
      extendEnv: false,
      detached: true,
      cleanup: false,
      reject: false,
      stdin: input === null ? 'ignore' : asDescriptor(input),
      stdout: asDescriptor(log),
      stderr: asDescriptor(log),
    });
    if (trainer.pid === undefined) {
      const failure: { originalMessage?: string | undefined } = await trainer;
      throw new Error(`${file} could not be run (${failure.originalMessage ?? 'the system does not say why'}).`);
    }

    return {
      pid: trainer.pid,
      end: trainer.then(({ exitCode, signal }) => ({ code: exitCode ?? null, signal: signal ?? null })),
    };
  } finally {
    closeSync(log);
    if (input !== null) {
      closeSync(input);
    }
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
