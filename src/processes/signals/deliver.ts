import process from 'node:process';
import { errorCode } from '../../words/errors.ts';
import type { ProcessSignal } from '../host.ts';

/**
 * Sends a signal to a process or a group, as for kill(2). One that has ended is passed over. Throws a sentence when the
 * system refuses.
 */
export function deliver(target: number, signal: ProcessSignal | 'SIGHUP'): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // It ended in between: that is what the signal was for.
    if (errorCode(error) === 'ESRCH') return;
    const sentence = `${signal} was not sent: the system does not let this user signal process ${Math.abs(target)}.`;
    throw new Error(sentence, { cause: error });
  }
}
