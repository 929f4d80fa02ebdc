import { constants } from 'node:os';
import type { Run } from '../run/run.ts';
import { hasTrained } from '../run/selectors.ts';
import { exitStatuses } from '../words/exitStatus.ts';
import { usageCode } from '../words/usageError.ts';
import { errorCode } from '../words/errors.ts';

/** The exit status of a command that failed with an error, by the error's code. */
const statusOfCode: Readonly<Record<string, number>> = { [usageCode]: exitStatuses.wrongArguments };

/** Returns the exit status for an error that ended a command: 2 for wrong arguments, 1 for everything else. */
export function statusForError(error: unknown): number {
  return statusOfCode[errorCode(error) ?? ''] ?? exitStatuses.failure;
}

/** How a training ended, as far as the exit status of `plateau run` depends on it. */
export interface RunOutcome {
  /** Null while the training goes on without this process. */
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  /** Whether anything may have been trained: see `mayHaveTrained`. */
  readonly isTraining: boolean;
}

/** Returns the exit status of `plateau run`: 0 while the training goes on without this process. */
export function statusForExit({ exit, isTraining }: RunOutcome): number {
  if (exit === null) return exitStatuses.success;
  if (exit.signal !== null) return exitStatuses.signalled + (signalNumbers[exit.signal] ?? 0);
  if (exit.code === 0 && !isTraining) return exitStatuses.trainingFailed;
  return exit.code ?? exitStatuses.unknownExit;
}

/** False when the log shows that nothing was trained. What an unknown trainer prints may be anything. */
export function mayHaveTrained(run: Run): boolean {
  return hasTrained(run) || (run.trainer === null && run.lines > 0);
}

const signalNumbers: Readonly<Record<string, number>> = constants.signals;
