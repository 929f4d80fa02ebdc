import type { RunRecord } from '../runs/runRecord.ts';
import { thisMachine } from './thisMachine.ts';
import type { ProcessFacts } from './processFacts.ts';
import { processesOfGroup } from './processes.ts';
import { sameProcess } from './processIdentity.ts';
import { descendantsOf } from './processTree.ts';

/**
 * What lives of a recorded training: its leader, if that is certainly the process which was started, and all processes of its group.
 * The group is empty when it cannot be told from a later one with the same number.
 */
export interface LivingTraining {
  readonly leader: ProcessFacts | null;
  readonly group: readonly ProcessFacts[];
  /** What they started that has left the group, and what did so earlier as far as the record knows. */
  readonly strays: readonly ProcessFacts[];
}

/** Looks the training of a record up among the processes of this machine, freshly. */
export function livingTraining(record: Pick<RunRecord, 'training' | 'machine' | 'strays'>): LivingTraining {
  const { training, strays = [] } = record;
  if (training === null || !isHere(record)) {
    return { leader: null, group: [], strays: [] };
  }

  const leader = livingLeader(record);
  const group = processesOfGroup(training.pid);
  // The system gives a number away again only after its group is empty. So a leader with another start time says that all of ours are gone;
  // and members of ours, whose leader is gone, cannot be older than the training.
  const isOurs =
    leader !== null ||
    group.every(
      (member) =>
        member.pid !== training.pid &&
        member.startTime !== null &&
        member.startTime >= (training.startTime ?? Infinity),
    );
  const ours = isOurs ? group : [];
  const earlier = strays.map(sameProcess).filter((facts) => facts !== null);
  const roots = [...ours, ...earlier].map(({ pid }) => pid);
  // What was started since the group was read belongs to it all the same.
  const outside = descendantsOf(roots).filter((facts) => facts.group !== training.pid);
  return { leader, group: ours, strays: [...earlier, ...outside] };
}

/** The process that was started, if it certainly is the one and lives. Costs a look at one process. */
export function livingLeader(record: Pick<RunRecord, 'training' | 'machine'>): ProcessFacts | null {
  return record.training === null || !isHere(record) ? null : sameProcess(record.training);
}

/** Everything of a training that lives. */
export function everyProcess({ group, strays }: LivingTraining): readonly ProcessFacts[] {
  return [...group, ...strays];
}

/** Whether the process numbers of a record mean anything here: not after a boot, and not on another machine that shares the directory. */
export function isHere({ machine }: Pick<RunRecord, 'machine'>): boolean {
  const here = thisMachine();
  return machine === undefined || (machine.host === here.host && machine.boot === here.boot);
}

/** Whether a record belongs to another machine, about whose processes nothing can be known here. */
export function isElsewhere({ machine }: Pick<RunRecord, 'machine'>): boolean {
  return machine !== undefined && machine.host !== thisMachine().host;
}
