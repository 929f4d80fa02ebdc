import { userInfo } from 'node:os';
import process from 'node:process';
import type { ProcessIdentity } from './processFacts.ts';
import { codeOf } from '../words/errors.ts';
import { kinship, processFacts } from './processes.ts';
import { sameProcess } from './processIdentity.ts';
import { stopTarget } from './signalTraining.ts';
import { familyOf } from './kin.ts';
import type { AnySignal, ProcessHost, Recipients } from './processHost.ts';

/** The processes of this machine. */
export const localHost: ProcessHost = {
  name: null,
  user: async () => userInfo().uid,
  userName: async (user) => nameOf(user),
  family: async (identities) => {
    const roots = identities.filter((identity) => sameProcess(identity) !== null).map(({ pid }) => pid);
    return [...familyOf(roots, kinship())].map(processFacts).filter((facts) => facts !== null);
  },
  send: async (signal, to) => {
    for (const target of targetsOf(to)) deliver(target, signal);
  },
};

/** Looked at again right before the signal: a number may have been given to another process since. */
function targetsOf(to: Recipients): readonly number[] {
  switch (to.kind) {
    case 'group':
      return sameProcess(to.leader) === null ? [] : [-to.leader.pid];
    case 'processes':
      return to.processes.filter((identity) => sameProcess(identity) !== null).map(({ pid }) => pid);
    default:
      return to satisfies never;
  }
}

function deliver(target: number, signal: AnySignal): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // It ended in between: that is what the signal was for.
    if (codeOf(error) === 'ESRCH') return;
    const sentence = `${signal} was not sent: the system does not let this user signal process ${Math.abs(target)}.`;
    throw new Error(sentence, { cause: error });
  }
}

function nameOf(user: number): string {
  const nobody: ProcessIdentity = { pid: 0, startTime: null };
  const facts = { ...nobody, parent: 0, group: 0, user, stopped: false, ignoresInterrupt: false, command: '' };
  return stopTarget({ leader: facts, group: [facts], strays: [] })?.user ?? `user ${user}`;
}
