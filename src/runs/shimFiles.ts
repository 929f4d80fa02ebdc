import { lstatSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { ProcessIdentity } from '../processes/processFacts.ts';
import type { TrainingExit } from '../stopping/control.ts';

/**
 * What the shim of a training, the small process that waits for it, has written into the run's directory: `trainer`,
 * a symbolic link to `PID:START` that is made before the training begins, and `exit`, one to `exited:STATUS` or
 * `signal:NUMBER`. Links that short need no free block, so that they work on a full disk, and making one is atomic.
 */

/** The process that the shim started; null where it has started none, or there is no shim. */
export function shimStart(directory: string): ProcessIdentity | null {
  const [, pid, startTime] = /^(\d+):(\d+)$/.exec(target(directory, 'trainer')) ?? [];
  // A number below 2 would make a signal reach far more than one training (kill(2)).
  return Number(pid) >= 2 ? { pid: Number(pid), startTime: Number(startTime) } : null;
}

/** How the training ended; null where the shim has not seen its end, or there is no shim. */
export function shimExit(directory: string): Omit<TrainingExit, 'left'> | null {
  const [, how, number] = /^(exited|signal):(\d+)$/.exec(target(directory, 'exit')) ?? [];
  if (how === undefined) return null;
  const time = lstatSync(join(directory, 'exit'), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  const isSignal = how === 'signal';
  return {
    code: isSignal ? null : Number(number),
    signal: isSignal ? signalName(Number(number)) : null,
    time: time / 1000,
  };
}

function target(directory: string, name: string): string {
  try {
    return readlinkSync(join(directory, name));
  } catch {
    return '';
  }
}

/** Real-time signals have no names in Node. */
function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}
