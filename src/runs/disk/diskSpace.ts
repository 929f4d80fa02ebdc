import { statfsSync } from 'node:fs';
import { bytes } from '../../words/bytes.ts';

/** The space of a file system as df(1) counts it, in bytes: what only root may use is neither. */
export interface FileSystemSpace {
  readonly used: number;
  readonly free: number;
}

/** The space of the file system that a path is on; null where the system does not say. */
export function diskSpace(path: string): FileSystemSpace | null {
  try {
    const { bsize, blocks, bfree, bavail } = statfsSync(path);
    return { used: (blocks - bfree) * bsize, free: bavail * bsize };
  } catch {
    return null;
  }
}

/** The share of a file system that may be used before everyone who looks is warned. */
const fullFrom = 0.95;

/** Why a training whose log is on this file system is in danger, as a sentence; null while it is not. */
export function spaceProblem(space: FileSystemSpace, directory: string, hasReserve: boolean): string | null {
  if (!isTight(space)) return null;
  const reserve = hasReserve ? '' : ', and no reserve is left';
  return `The disk of ${directory} is ${usedPercent(space)} % full (${bytes(space.free)} free${reserve}): free some space there, since a training that cannot write its output may die of it.`;
}

/** How much of a file system is used, in percent, rounded down. */
export function usedPercent({ used, free }: FileSystemSpace): number {
  return Math.floor((used / (used + free)) * 100);
}

export function isTight({ used, free }: FileSystemSpace): boolean {
  return used >= (used + free) * fullFrom;
}
