import { readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../processes/processFacts.ts';
import { thisMachine } from '../processes/thisMachine.ts';
import { sameProcess } from '../processes/processIdentity.ts';
import { errorCode } from '../words/errors.ts';

/**
 * Makes this process the keeper of a run, unless another living process is. Returns whether it is now.
 *
 * Each keeper makes the symbolic link `keeper.N`, whose target names the process. A new one may only make the next
 * number, and only when the process of the highest one is dead; making a link is atomic, so that of two that try at
 * once one wins. The highest link is never removed, which is where lock files go wrong; and a link that short needs no
 * free block, so that it works on a full disk.
 */
export function claimKeeping(directory: string, self: ProcessIdentity): boolean {
  for (;;) {
    const next = highestNumber(directory) + 1;
    if (currentKeeper(directory) !== null) {
      return false;
    }

    try {
      symlinkSync(targetOf(self), linkPath(directory, next));
    } catch (error) {
      if (errorCode(error) === 'EEXIST') {
        continue;
      }

      throw error;
    }

    // Whoever was so slow that its number had been tidied away meanwhile sees the higher one here.
    if (highestNumber(directory) > next) {
      return false;
    }

    removeBelow(directory, next);
    return true;
  }
}

/** The living process that keeps a run, or null when none does. */
export function currentKeeper(directory: string): ProcessIdentity | null {
  for (;;) {
    const highest = highestNumber(directory);
    try {
      return highest === 0 ? null : namedBy(readlinkSync(linkPath(directory, highest)));
    } catch (error) {
      // A new keeper has just tidied it away.
      if (errorCode(error) !== 'ENOENT') {
        throw error;
      }
    }
  }
}

function removeBelow(directory: string, number: number): void {
  for (const lower of numbersIn(directory)) {
    if (lower < number) {
      rmSync(linkPath(directory, lower), { force: true });
    }
  }
}

function highestNumber(directory: string): number {
  return Math.max(0, ...numbersIn(directory));
}

function numbersIn(directory: string): readonly number[] {
  return readdirSync(directory).flatMap((entry) => {
    const number = /^keeper\.(\d+)$/.exec(entry)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function linkPath(directory: string, number: number): string {
  return join(directory, `keeper.${number}`);
}

function namedBy(target: string): ProcessIdentity | null {
  const [pid, startTime, boot] = target.split(':');
  const identity = { pid: Number(pid), startTime: Number(startTime) };
  return boot === bootName() && sameProcess(identity) !== null ? identity : null;
}

function targetOf({ pid, startTime }: ProcessIdentity): string {
  return `${pid}:${startTime}:${bootName()}`;
}

function bootName(): string {
  return thisMachine().boot ?? 'unknown';
}
