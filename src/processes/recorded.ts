import { localFamily } from './localHost.ts';
import type { Machine, ProcessFacts, ProcessIdentity } from './processFacts.ts';
import { sameProcess } from './processIdentity.ts';
import { thisMachine } from './thisMachine.ts';
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts';
import { type LivingTraining, trainingAmong, type TrainingProcesses } from './training.ts';

/** What a record says of the processes of a training that was started with a process group of its own. */
export interface RecordedProcesses {
  readonly training: ProcessIdentity | null;
  readonly shim?: ProcessIdentity | null;
  /** Where its process numbers mean something; absent in records of other origin. */
  readonly machine?: Machine;
  /** Processes that it started and that left its group, as far as they were seen. */
  readonly strays?: readonly ProcessIdentity[];
}

/** The processes of a record as this machine may look for them: none where they belong to another machine or boot. */
export function recordedTraining(record: RecordedProcesses): TrainingProcesses {
  const { training, strays = [] } = record;
  if (isHere(record)) return { leader: training, ownsGroup: true, strays, spared: [] };
  const unknown = training === null ? null : { pid: training.pid, startTime: null };
  return { leader: unknown, ownsGroup: true, strays: [], spared: [] };
}

/** Looks the training of a record up among the processes of this machine. */
export function livingTraining(record: RecordedProcesses): LivingTraining {
  const training = recordedTraining(record);
  return trainingAmong(localFamily(training), training);
}

/** The process that was started, if it certainly is the one and lives. Costs a look at one process. */
export function livingLeader(record: RecordedProcesses): ProcessFacts | null {
  return record.training === null || !isHere(record) ? null : sameProcess(record.training);
}

/** The process that waits for the training to write how it ended, if it certainly is the one and lives. */
export function livingShim(record: RecordedProcesses): ProcessFacts | null {
  return !record.shim || !isHere(record) ? null : sameProcess(record.shim);
}

/** Whether process numbers of a record mean anything here. */
export function isHere(record: Pick<RecordedProcesses, 'machine'>): boolean {
  return whereIs(record) === 'here';
}

/** Where process numbers of a record mean something. */
export function whereIs({ machine }: Pick<RecordedProcesses, 'machine'>): Whereabouts {
  return whereaboutsOf(machine, thisMachine());
}
