import { readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from './control.ts';
import { thisMachine } from './machine.ts';
import { codeOf } from './problemOf.ts';
import { sameProcess } from './processIdentity.ts';

/**
 * Makes this process the keeper of a run, unless another living process is. Returns whether it is now.
 *
 * Each keeper makes the symbolic link `keeper.N`, whose target names the process. A new one may only make the next number, and only when the
 * process of the highest one is dead; making a link is atomic, so that of two that try at once one wins. Nothing is ever removed, which is
 * where lock files go wrong; and a link that short needs no free block, so that it works on a full disk.
 */
export function claimKeeping(directory: string, self: ProcessIdentity): boolean {
  for (;;) {
    const highest = highestNumber(directory);
    if (keeperNumbered(directory, highest) !== null) {
      return false;
    }

    try {
      symlinkSync(targetOf(self), join(directory, `keeper.${highest + 1}`));
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        throw error;
      }
    }
  }
}

/** The living process that keeps a run, or null when none does. */
export function currentKeeper(directory: string): ProcessIdentity | null {
  return keeperNumbered(directory, highestNumber(directory));
}

function highestNumber(directory: string): number {
  return readdirSync(directory).reduce(
    (highest, entry) => Math.max(highest, Number(/^keeper\.(\d+)$/.exec(entry)?.[1] ?? 0)),
    0,
  );
}

function keeperNumbered(directory: string, number: number): ProcessIdentity | null {
  if (number === 0) {
    return null;
  }

  const [pid, startTime, boot] = readlinkSync(join(directory, `keeper.${number}`)).split(':');
  const identity = { pid: Number(pid), startTime: Number(startTime) };
  return boot === bootName() && sameProcess(identity) !== null ? identity : null;
}

function targetOf({ pid, startTime }: ProcessIdentity): string {
  return `${pid}:${startTime}:${bootName()}`;
}

function bootName(): string {
  return thisMachine().boot ?? 'unknown';
}
