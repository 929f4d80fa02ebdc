import { writeFileSync } from 'node:fs';
import { systemErrorMessage } from '../../words/errors.ts';
import { usageError } from '../../words/usageError.ts';
import { printForProgram } from '../print.ts';

/** Writes a form of a report to a file, or to standard output where none is named. Throws as `writeFileOrThrow`. */
export function writeForm(path: string | undefined, text: string): void {
  if (path === undefined) printForProgram(text);
  else writeFileOrThrow(path, text);
}

/** Writes a report. Throws a usage error that names the file and the reason. */
export function writeFileOrThrow(path: string, bytes: string | Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    const reason = systemErrorMessage(error);
    throw usageError(`The report could not be written to ${path}: ${reason}.`, { cause: error });
  }
}
