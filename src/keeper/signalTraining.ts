import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { RunRecord, StopSignal, StopTarget } from './control.ts';
import { codeOf } from './problemOf.ts';
import type { ProcessFacts } from './processFacts.ts';
import { livingTraining, type LivingTraining } from './training.ts';

/** Whom a signal would reach now; null when nothing of the training lives. */
export function stopTarget(living: LivingTraining): StopTarget | null {
  const first = living.leader ?? living.group[0];
  if (first === undefined) {
    return null;
  }

  return {
    pid: first.pid,
    processGroup: first.group,
    user: userName(first.user),
    command: first.command,
    ignoresInterrupt: ignoresInterrupt(living),
    processes: living.group.length,
  };
}

/** The leader decides what SIGINT does; without one it is of no use only if all that are left ignore it. */
export function ignoresInterrupt({ leader, group }: LivingTraining): boolean {
  return leader === null
    ? group.length > 0 && group.every((member) => member.ignoresInterrupt)
    : leader.ignoresInterrupt;
}

/**
 * Sends a signal to the process group of a training, after making sure, at this moment, that it is the one that was started: number, start
 * time, user. Members that run as somebody else are left alone. Returns how many processes were meant, and whether it had to be continued
 * because it was stopped: a stopped process would not notice.
 * Throws a sentence when it is not the one, when its user is another, or when the system refuses.
 */
export function signalTraining(
  record: Pick<RunRecord, 'training' | 'machine'>,
  signal: StopSignal,
): { readonly processes: number; readonly continued: boolean } {
  const { leader, group } = livingTraining(record);
  const first = leader ?? group[0];
  const pid = record.training?.pid ?? 0;
  if (first === undefined) {
    throw new Error(`${signal} was not sent: process ${pid} is not the training that was started, which has ended.`);
  }

  const own = group.filter(({ user }) => user === userInfo().uid);
  if (own.length === 0 || (leader !== null && !own.some((member) => member.pid === leader.pid))) {
    throw new Error(
      `${signal} was not sent: process ${first.pid} runs as ${userName(first.user)}, not as ${userName(userInfo().uid)}; only that user should stop it.`,
    );
  }

  const targets = own.length === group.length ? [-pid] : own.map((member) => member.pid);
  deliver(targets, signal);
  const continued = signal !== 'SIGKILL' && own.some(({ stopped }) => stopped);
  if (continued) {
    deliver(targets, 'SIGCONT');
  }

  return { processes: own.length, continued };
}

function deliver(targets: readonly number[], signal: StopSignal | 'SIGCONT'): void {
  for (const target of targets) {
    try {
      process.kill(target, signal);
    } catch (error) {
      // It ended in between: that is what the signal was for.
      if (codeOf(error) !== 'ESRCH') {
        throw new Error(
          `${signal} was not sent: the system does not let this user signal process ${Math.abs(target)}.`,
          {
            cause: error,
          },
        );
      }
    }
  }
}

/** Processes in short, for the account of what is left. */
export function summaryOf(
  group: readonly ProcessFacts[],
): readonly { readonly pid: number; readonly command: string }[] {
  return group.map(({ pid, command }) => ({ pid, command }));
}

function userName(user: number): string {
  try {
    const line = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^([^:]*):[^:]*:${user}:`, 'm'));
    return line?.[1] ?? ownName(user);
  } catch {
    return ownName(user);
  }
}

/** Users of a directory service are not in /etc/passwd, but the system knows at least the own one. */
function ownName(user: number): string {
  try {
    const own = userInfo();
    return own.uid === user ? own.username : `user ${user}`;
  } catch {
    return `user ${user}`;
  }
}
