import { constants } from 'node:os';
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
  /** The verdict is that it ended before it trained. */
  readonly isUntrained: boolean;
}

/** Returns the exit status of `plateau run`: 0 while the training goes on without this process. */
export function statusForExit({ exit, isUntrained }: RunOutcome): number {
  if (exit === null) return exitStatuses.success;
  if (exit.signal !== null) return exitStatuses.signalled + (signalNumbers[exit.signal] ?? 0);
  if (exit.code === 0 && isUntrained) return exitStatuses.trainingFailed;
  return exit.code ?? exitStatuses.unknownExit;
}

const signalNumbers: Readonly<Record<string, number>> = constants.signals;
