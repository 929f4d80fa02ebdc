import { isHalted, isSame, type ProcessFacts, type ProcessIdentity, type ProcessLink } from './processFacts.ts';
import { withDescendants } from './tree.ts';

/** Which processes a training consists of, as far as that is known without asking the system. */
export interface TrainingProcesses {
  /** The process that was started, or that was found to write the log; null when there is none that could be meant. */
  readonly leader: ProcessIdentity | null;
  /** Whether its process group was made for it, so that every member of the group belongs to it. */
  readonly ownsGroup: boolean;
  /** Processes that were seen to belong to it: their parent may be gone since. */
  readonly strays: readonly ProcessIdentity[];
  /**
   * Processes that only carry its output (`tee`). No signal reaches them: they end by themselves, with its last lines.
   */
  readonly spared: readonly ProcessIdentity[];
}

/** What lives of a training. */
export interface LivingTraining {
  /** Null when it has ended, or another process has its number now. */
  readonly leader: ProcessFacts | null;
  /** The members of its process group, the leader included: whom ^C in its terminal would reach. */
  readonly group: readonly ProcessFacts[];
  /** What else it started, in other groups. */
  readonly strays: readonly ProcessFacts[];
  /** Nothing else is in its process group, so that one call reaches all of it. */
  readonly isWholeGroup: boolean;
}

/**
 * Sorts out what lives of a training. `processes` are those that `familyOf` names, or more. Those that are halted by a
 * child of theirs are told as stopped.
 */
export function trainingAmong(seen: readonly ProcessFacts[], training: TrainingProcesses): LivingTraining {
  const processes = seen.map((facts) => ({ ...facts, stopped: isHalted(facts, seen) }));
  const { leader, everyone, ofGroup } = membersAmong(processes, training);
  const all = processes.filter(
    (facts) => everyone.has(facts.pid) && !training.spared.some((each) => isSame(each, facts)),
  );
  const isOfGroup = (facts: ProcessFacts): boolean => ofGroup.some(({ pid }) => pid === facts.pid);
  const leads = training.ownsGroup || leader?.pid === leader?.group;
  return {
    leader,
    group: all.filter(isOfGroup),
    strays: all.filter((facts) => !isOfGroup(facts)),
    isWholeGroup: ofGroup.length > 0 && leads && ofGroup.every((member) => all.includes(member)),
  };
}

/** The numbers of the processes whose facts `trainingAmong` needs. */
export function familyOf(processes: readonly ProcessLink[], training: TrainingProcesses): ReadonlySet<number> {
  const { everyone, ofGroup } = membersAmong(processes, training);
  return new Set([...everyone, ...ofGroup.map(({ pid }) => pid)]);
}

/** Everything of a training that lives. */
export function everyProcess({ group, strays }: LivingTraining): readonly ProcessFacts[] {
  return [...group, ...strays];
}

/** The leader decides what SIGINT does; without one it is of no use only if all that are left ignore it. */
export function ignoresInterrupt(living: LivingTraining): boolean {
  const all = everyProcess(living);
  return living.leader?.ignoresInterrupt ?? (all.length > 0 && all.every((facts) => facts.ignoresInterrupt));
}

/**
 * The leader, all that belongs to the training, and who is in its process group, strangers too where that is shared.
 */
function membersAmong<Each extends ProcessLink>(
  processes: readonly Each[],
  training: TrainingProcesses,
): { readonly leader: Each | null; readonly everyone: ReadonlySet<number>; readonly ofGroup: readonly Each[] } {
  const is = (identity: ProcessIdentity) => processes.filter((link) => isSame(identity, link));
  const leader = training.leader === null ? null : (is(training.leader)[0] ?? null);
  const number = training.ownsGroup ? training.leader?.pid : leader?.group;
  const members = processes.filter(({ group }) => group === number);
  const ofGroup = leader !== null || areLeft(members, training.leader) ? members : [];
  const roots = [
    ...(leader === null ? [] : [leader]),
    ...(training.ownsGroup ? ofGroup : []),
    ...training.strays.flatMap(is),
  ].map(({ pid }) => pid);
  return { leader, everyone: withDescendants(roots, processes), ofGroup };
}

/**
 * Whether the members of a group are what its leader, which has gone, left there. The system gives a number away again
 * only after its group is empty. So another leader says that all of ours are gone; and ours cannot be older than it
 * was.
 */
function areLeft(members: readonly ProcessLink[], leader: ProcessIdentity | null): boolean {
  return members.every(
    ({ pid, startTime }) =>
      leader !== null && pid !== leader.pid && startTime !== null && startTime >= (leader.startTime ?? Infinity),
  );
}
