import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskSpace, isTight, spaceProblem, usedPercent, type FileSystemSpace } from './diskSpace.ts';

/**
 * The reserve of a state directory: a file that takes room on its disk as long as there is enough, and is removed when
 * there is next to none, so that the trainings there can write their output until somebody has freed some space.
 */

/**
 * Bytes of a reserve, at most, and at least where it is worth having one; and the share of a disk that it may take,
 * less than that from which the disk counts as full.
 */
const largestReserve = 16 * 1024 * 1024;
const leastReserve = 256 * 1024;
const shareOfDisk = 1 / 32;

/** What is to be done about the reserve: nothing (null) as long as there is neither too little room nor plenty. */
export function reserveStep(space: FileSystemSpace, hasReserve: boolean): 'make' | 'give up' | null {
  const size = reserveSize(space);
  if (hasReserve) return space.free < size / 2 ? 'give up' : null;
  const after = { used: space.used + size, free: space.free - size };
  return size > 0 && after.free > 2 * size && !isTight(after) ? 'make' : null;
}

/** Does what is to be done about the reserve for a run's directory. Returns what it did; null when that was nothing. */
export function tendReserve(runDirectory: string): 'made' | 'given up' | null {
  const path = reservePath(runDirectory);
  const space = diskSpace(runDirectory);
  const step = space === null ? null : reserveStep(space, existsSync(path));
  if (step === 'make') return makeReserve(path, reserveSize(space!)) ? 'made' : null;
  if (step === 'give up') rmSync(path, { force: true });
  return step === null ? null : 'given up';
}

/** A disk on which a run may soon not be able to write. */
export interface TightDisk {
  /** How much of it is used, in percent, rounded down. */
  readonly percent: number;
  readonly hasReserve: boolean;
  /** What is wrong, and what to do about it, as a sentence. */
  readonly text: string;
}

/** What is wrong with the disk of a run; null for nothing. */
export function tightDisk(runDirectory: string): TightDisk | null {
  const path = reservePath(runDirectory);
  const space = diskSpace(runDirectory);
  const hasReserve = existsSync(path);
  const text = space === null ? null : spaceProblem(space, dirname(path), hasReserve);
  return space === null || text === null ? null : { percent: usedPercent(space), hasReserve, text };
}

/** The same as a sentence alone. */
export function diskProblem(runDirectory: string): string | null {
  return tightDisk(runDirectory)?.text ?? null;
}

function reservePath(runDirectory: string): string {
  return join(dirname(dirname(runDirectory)), 'reserve');
}

function reserveSize({ used, free }: FileSystemSpace): number {
  const size = Math.min(largestReserve, Math.floor((used + free) * shareOfDisk));
  return size < leastReserve ? 0 : size;
}

/** Random bytes, since a file system may compress others to nothing. */
function makeReserve(path: string, size: number): boolean {
  const temporary = `${path}.new`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      const block = randomFillSync(Buffer.alloc(1024 * 1024));
      for (let left = size; left > 0; left -= block.length) {
        writeSync(file, block, 0, Math.min(left, block.length));
      }
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return true;
  } catch {
    // There was less room than it seemed, or another keeper makes one.
    rmSync(temporary, { force: true });
    return false;
  }
}
