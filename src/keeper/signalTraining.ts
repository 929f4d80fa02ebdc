import { userInfo } from 'node:os';
import type { StopSignal, StopTarget } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import type { ProcessFacts } from '../processes/processFacts.ts';
import { asTree } from '../processes/tree.ts';
import { livingTraining } from '../processes/recorded.ts';
import { everyProcess, ignoresInterrupt, type LivingTraining } from '../processes/training.ts';
import { userName } from '../processes/userName.ts';
import { errorCode } from '../words/errors.ts';

/** Whom a signal would reach now; null when nothing of the training lives. */
export function stopTarget(living: LivingTraining): StopTarget | null {
  const first = living.leader ?? everyProcess(living)[0];
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
    tree: asTree(everyProcess(living), first.group),
  };
}

/**
 * Sends a signal to the process group of a training, after making sure, at this moment, that it is the one that was started: number, start
 * time, user. Members that run as somebody else are left alone. What left the group is reached too once its leader is gone, and by SIGKILL, which
 * no launcher can pass on; before that a launcher does, and a second signal could spoil what its workers save after the first.
 * Returns how many processes were meant, and whether it had to be continued because it was stopped: a stopped process would not notice. One that
 * `wasHalted` a moment ago may not look stopped yet.
 * Throws a sentence when it is not the one, when its user is another, or when the system refuses.
 */
export function signalTraining(
  record: Pick<RunRecord, 'training' | 'machine' | 'strays'>,
  signal: StopSignal,
  wasHalted = false,
): { readonly processes: number; readonly continued: boolean } {
  const living = verified(record, signal);
  const own = living.leader === null || signal === 'SIGKILL' ? ownProcesses(living) : ownOf(living.group);
  const targets = targetsOf(record, living, own);
  deliver(targets, signal);
  const continued = signal !== 'SIGKILL' && (wasHalted || own.some(({ stopped }) => stopped));
  if (continued) {
    deliver(targetsOf(record, living, ownProcesses(living)), 'SIGCONT');
  }

  return { processes: own.length, continued };
}

/**
 * Halts all processes of a training, or lets them go on, after the same checks as `signalTraining`. Returns how many were meant.
 * Throws as `signalTraining`.
 */
export function haltTraining(
  record: Pick<RunRecord, 'training' | 'machine' | 'strays'>,
  signal: 'SIGSTOP' | 'SIGCONT',
): number {
  const living = verified(record, signal);
  const own = ownProcesses(living);
  deliver(targetsOf(record, living, own), signal);
  return own.length;
}

function verified(record: Pick<RunRecord, 'training' | 'machine' | 'strays'>, signal: string): LivingTraining {
  const living = livingTraining(record);
  const { leader } = living;
  const first = leader ?? everyProcess(living)[0];
  if (first === undefined) {
    throw new Error(
      `${signal} was not sent: process ${record.training?.pid ?? 0} is not the training that was started, which has ended.`,
    );
  }

  const own = ownProcesses(living);
  if (own.length === 0 || (leader !== null && !own.some((member) => member.pid === leader.pid))) {
    throw new Error(
      `${signal} was not sent: process ${first.pid} runs as ${userName(first.user)}, not as ${userName(userInfo().uid)}; only that user should stop it.`,
    );
  }

  return living;
}

function ownProcesses(living: LivingTraining): readonly ProcessFacts[] {
  return ownOf(everyProcess(living));
}

function ownOf(processes: readonly ProcessFacts[]): readonly ProcessFacts[] {
  return processes.filter(({ user }) => user === userInfo().uid);
}

/** The group in one call where all of it is meant, so that none can slip away by forking; everything else by its number. */
function targetsOf(
  { training }: Pick<RunRecord, 'training'>,
  { group }: LivingTraining,
  own: readonly ProcessFacts[],
): readonly number[] {
  const pids = new Set(own.map(({ pid }) => pid));
  if (training === null || group.length === 0 || !group.every(({ pid }) => pids.has(pid))) {
    return [...pids];
  }

  return [-training.pid, ...[...pids].filter((pid) => !group.some((member) => member.pid === pid))];
}

function deliver(targets: readonly number[], signal: StopSignal | 'SIGSTOP' | 'SIGCONT'): void {
  for (const target of targets) {
    try {
      process.kill(target, signal);
    } catch (error) {
      // It ended in between: that is what the signal was for.
      if (errorCode(error) !== 'ESRCH') {
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
