import { chmodSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../words/errors.ts';
import { makeDirectory } from '../userDirectory.ts';

/** Which runs of a group are out, as they have written it down themselves. */
export interface GroupJournal {
  /** How much was written down when it was read. */
  readonly entries: number;
  readonly out: ReadonlySet<string>;
}

/** Reads what the runs of a group have written down; nothing where none has. */
export function readJournal(directory: string): GroupJournal {
  const out = new Set<string>();
  const numbers = numbersIn(directory).toSorted((one, other) => one - other);
  for (const number of numbers) {
    const [word, run] = entryOf(readlinkSync(entryPath(directory, number)));
    if (word === 'out') out.add(run);
    else out.delete(run);
  }
  return { entries: numbers.at(-1) ?? 0, out };
}

/**
 * Writes down that a run is out, or is in again, provided that nobody has written anything since `journal` was read:
 * else nothing is done, and false returned, so that the run decides again. Each entry is a symbolic link with the next
 * number, which only one process can make: of two runs that decide in the same second one sees that the other is out.
 * Throws what the system says.
 */
export function writeJournal(directory: string, journal: GroupJournal, word: 'out' | 'in', run: string): boolean {
  makeDirectory(directory);
  chmodSync(directory, 0o700);
  try {
    symlinkSync(`${word}:${run}`, entryPath(directory, journal.entries + 1));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function entryOf(target: string): readonly [word: string, run: string] {
  const border = target.indexOf(':');
  return [target.slice(0, border), target.slice(border + 1)];
}

function numbersIn(directory: string): readonly number[] {
  try {
    return readdirSync(directory).flatMap((entry) => (/^\d+$/.test(entry) ? [Number(entry)] : []));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function entryPath(directory: string, number: number): string {
  return join(directory, String(number));
}
