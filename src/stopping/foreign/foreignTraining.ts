import type { StopTarget } from '../control.ts';
import type { ProcessIdentity } from '../../processes/processFacts.ts';
import type { ProcessFacts } from '../../processes/processFacts.ts';
import { asTree } from '../../processes/processTree.ts';
import { ancestorsOf, withDescendants } from '../../processes/kin.ts';
import type { Recipients } from '../../processes/processHost.ts';

/** What lives of a training that somebody else started. */
export interface ForeignTraining {
  /** Null when it has ended. */
  readonly leader: ProcessFacts | null;
  /** Itself and everything it started, what only carries its output left out; parents before their children. */
  readonly all: readonly ProcessFacts[];
  /**
   * `group`: it leads a process group in which nothing else is, so that one call reaches all of it. `processes`: each is signalled by its number,
   * because its group has others too (a shell, `tee`, this monitor).
   */
  readonly reach: 'group' | 'processes';
  /** What ^C in its terminal would reach of it: the members that did not leave its group. */
  readonly together: readonly ProcessFacts[];
}

/**
 * Sorts the processes that a `ProcessHost` found: whom a signal may reach. `earlier` are those that were seen to belong to it before: their parent may
 * be gone since. `spared` only carry its output (`tee`): killing them would lose its last lines, and they end by themselves.
 */
export function foreignTraining(
  processes: readonly ProcessFacts[],
  identity: ProcessIdentity,
  earlier: readonly ProcessIdentity[],
  spared: readonly ProcessIdentity[],
): ForeignTraining {
  const is = (known: readonly ProcessIdentity[]) => (facts: ProcessFacts) => known.some((each) => isSame(each, facts));
  const leader = processes.find(is([identity])) ?? null;
  const roots = processes.filter(is([identity, ...earlier])).map(({ pid }) => pid);
  const tree = withDescendants(roots, processes);
  const isSpared = is(spared);
  const all = processes.filter((facts) => tree.has(facts.pid) && !isSpared(facts));
  const group = leader?.group ?? null;
  const members = processes.filter((facts) => facts.group === group);
  const leads = leader !== null && leader.pid === group && members.every((facts) => all.includes(facts));
  return { leader, all, reach: leads ? 'group' : 'processes', together: all.filter((facts) => facts.group === group) };
}

/** Whom a signal would reach, as the screen and the commands show it; null when nothing lives. */
export function foreignTarget({ leader, all, together }: ForeignTraining, user: string): StopTarget | null {
  const first = leader ?? all[0];
  if (first === undefined) return null;
  return {
    pid: first.pid,
    processGroup: first.group,
    user,
    command: first.command,
    ignoresInterrupt: ignoresInterrupt({ leader, all }),
    processes: leader === null ? all.length : together.length,
    tree: asTree(all, first.group),
  };
}

/** Its leader decides what SIGINT does; without one it is of no use only if all that are left ignore it. */
export function ignoresInterrupt({ leader, all }: Pick<ForeignTraining, 'leader' | 'all'>): boolean {
  return leader?.ignoresInterrupt ?? (all.length > 0 && all.every((facts) => facts.ignoresInterrupt));
}

/**
 * To whom a signal goes. What left the group is reached once its leader is gone, and by SIGKILL, which no launcher can pass on; before that a
 * launcher does, and a second signal could spoil what its workers save after the first.
 */
export function recipientsOf(training: ForeignTraining, everyone: boolean): readonly Recipients[] {
  const { leader, all, together, reach } = training;
  const wanted = leader === null || everyone ? all : together;
  if (reach === 'processes' || leader === null) return wanted.length === 0 ? [] : [byNumber(wanted)];
  const others = wanted.filter((facts) => !together.includes(facts));
  const group: Recipients = { kind: 'group', leader: identityIn(leader) };
  return others.length === 0 ? [group] : [group, byNumber(others)];
}

/** Why this must not be signalled from here, as a sentence; null when it may be. */
export function refusalOf(
  { leader, all }: ForeignTraining,
  { signal, user, userName, ownPid }: { signal: string; user: number; userName: string; ownPid: number | null },
): string | null {
  const first = leader ?? all[0];
  if (first === undefined) return `${signal} was not sent: nothing of the training lives any more.`;
  if (first.user !== user) {
    return `${signal} was not sent: process ${first.pid} runs as ${userName}, not as the user of this monitor; only ${userName} should stop it.`;
  }
  if (ownPid !== null && (first.pid === ownPid || ancestorsOf(ownPid, all).includes(first.pid))) {
    return `${signal} was not sent: process ${first.pid} (${first.command}) started this monitor itself; stop the training from another terminal.`;
  }
  return null;
}

export function identityIn({ pid, startTime }: ProcessFacts): ProcessIdentity {
  return { pid, startTime };
}

function byNumber(processes: readonly ProcessFacts[]): Recipients {
  return { kind: 'processes', processes: processes.map(identityIn) };
}

function isSame(identity: ProcessIdentity, facts: ProcessFacts): boolean {
  return identity.pid === facts.pid && identity.startTime !== null && identity.startTime === facts.startTime;
}
