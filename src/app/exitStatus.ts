import { constants } from 'node:os';
import { codeOf } from '../words/errors.ts';
import { usageCode } from '../words/usageError.ts';

/** The exit status of a command that failed with an error, by the error's code. */
const statusOfCode: Readonly<Record<string, number>> = { [usageCode]: 2 };

/** Returns the exit status for an error that ended a command: 2 for wrong arguments, 1 for everything else. */
export function statusForError(error: unknown): number {
  return statusOfCode[codeOf(error) ?? ''] ?? 1;
}

/** Returns the exit status a shell reports: the program's own, or 128 + the number of its signal; 0 while unknown. */
export function statusForExit(exit: { readonly code: number | null; readonly signal: string | null } | null): number {
  if (exit === null) return 0;
  if (exit.signal !== null) return 128 + (signalNumbers[exit.signal] ?? 0);
  return exit.code ?? 0;
}

const signalNumbers: Readonly<Record<string, number>> = constants.signals;
