import { userInfo } from 'node:os';
import process from 'node:process';
import type { Host, ProcessSignal, Recipients } from './host.ts';
import type { ProcessFacts, ProcessIdentity } from './processFacts.ts';
import { openFilesOf } from './openFiles.ts';
import { factsOf, processLinks } from './processes.ts';
import { sameProcess } from './processIdentity.ts';
import { familyOf, type TrainingProcesses } from './training.ts';
import { userName } from './userName.ts';
import { errorCode } from '../words/errors.ts';

/** The processes of this machine. */
export const localHost: Host = {
  name: null,
  user: async () => userInfo().uid,
  userName: async (user) => userName(user),
  family: async (training) => localFamily(training),
  openFiles: async (pids) => openFilesOf(pids),
  send: async (signal, to, unless) => {
    const targets = targetsOf(to);
    // Nothing may come between this look and the signal: a file is opened within a millisecond.
    if (unless?.() === true) return false;
    for (const target of targets) deliver(target, signal);
    return true;
  },
};

/**
 * Sends a signal to one process of this machine, if it is still the same. Throws a sentence when the system refuses.
 */
export function signalProcess(identity: ProcessIdentity, signal: ProcessSignal | 'SIGHUP'): void {
  if (sameProcess(identity) !== null) deliver(identity.pid, signal);
}

/** As `Host.family`, for this machine. */
export function localFamily(training: TrainingProcesses): readonly ProcessFacts[] {
  return factsOf(familyOf(processLinks(), training));
}

/** Looked at again right before the signal: a number may have been given to another process since. */
function targetsOf(to: Recipients): readonly number[] {
  switch (to.kind) {
    case 'group':
      return sameProcess(to.member)?.group === to.group ? [-to.group] : [];
    case 'processes':
      return to.processes.filter((identity) => sameProcess(identity) !== null).map(({ pid }) => pid);
    default:
      return to satisfies never;
  }
}

function deliver(target: number, signal: ProcessSignal | 'SIGHUP'): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // It ended in between: that is what the signal was for.
    if (errorCode(error) === 'ESRCH') return;
    const sentence = `${signal} was not sent: the system does not let this user signal process ${Math.abs(target)}.`;
    throw new Error(sentence, { cause: error });
  }
}
