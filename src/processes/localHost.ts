import { userInfo } from 'node:os';
import type { Host, LastLook, ProcessSignal, Recipients } from './host.ts';
import { deliver } from './signals/deliver.ts';
import { whileHalted } from './signals/whileHalted.ts';
import type { ProcessFacts, ProcessIdentity } from './processFacts.ts';
import { openFilesOf } from './openFiles.ts';
import { factsOf, processLinks } from './processes.ts';
import { sameProcess } from './processIdentity.ts';
import { familyOf, type TrainingProcesses } from './training.ts';
import { userName } from './userName.ts';

/** The processes of this machine. */
export const localHost: Host = {
  name: null,
  user: async () => userInfo().uid,
  userName: async (user) => userName(user),
  family: async (training) => localFamily(training),
  openFiles: async (pids) => openFilesOf(pids),
  send: async (signal, to, look) => {
    const targets = targetsOf(to);
    const sendUnless = (isForbidden: boolean): boolean => {
      if (!isForbidden) for (const target of targets) deliver(target, signal);
      return !isForbidden;
    };
    if (look === undefined) return sendUnless(false);
    if (look.halts.length === 0) return sendUnless(forbidsNow(look));
    return whileHalted(targets, look.halts, () => sendUnless(look.forbids()));
  },
};

/**
 * Whether a look forbids the signal. A file that is opened between the two is not seen, so a look that took long is
 * taken again: the first one runs code that is not compiled yet, and on a busy machine another process may have had the
 * processor meanwhile.
 */
function forbidsNow({ forbids }: LastLook): boolean {
  let fastest = 0;
  for (let left = maxLooks; left > 0; left--) {
    const began = performance.now();
    if (forbids()) return true;
    const took = performance.now() - began;
    if (took <= Math.max(quickLook, 1.5 * fastest)) return false;
    fastest = fastest === 0 ? took : Math.min(fastest, took);
  }
  return false;
}

/** Milliseconds: a look at five open files takes a quarter of that. */
const quickLook = 0.2;
const maxLooks = 10;

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
