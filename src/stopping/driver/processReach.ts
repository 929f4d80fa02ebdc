import type { Host } from '../../processes/host.ts';
import { findTraining, sendSignal } from '../../processes/signals/sendSignal.ts';
import {
  everyProcess,
  ignoresInterrupt,
  type LivingTraining,
  type TrainingProcesses,
} from '../../processes/training.ts';
import { asTree } from '../../processes/tree.ts';
import type { StopTarget } from '../control.ts';
import type { NamedCheckpoints } from '../kept/checkpointFiles.ts';
import { type Saving, unknownSaving } from '../machine/saving.ts';
import type { Observation } from '../machine/state.ts';
import type { Reach } from './reach.ts';
import { createSaveLook } from './saveLook.ts';

export interface ProcessReachOptions {
  readonly host: Host;
  /** Which processes it consists of, as far as is known; asked for at each look. */
  readonly training: () => TrainingProcesses;
  /** What was found at a look. */
  readonly onLook: (living: LivingTraining) => void;
  readonly pace: Reach['pace'];
  /** Whether it may be halted for a moment: a shell of a terminal that waits for it takes a halted job for stopped. */
  readonly mayHalt: boolean;
  /** Given where nobody else tells that it has ended: called before that is told. */
  readonly onEnd: (() => Promise<void>) | null;
}

/** A training of which the processes are known. */
export function processReach({ host, training, onLook, pace, mayHalt, onEnd }: ProcessReachOptions): Reach {
  let living: LivingTraining = { leader: null, group: [], strays: [], isWholeGroup: false };
  let isEndTold = false;
  const saves = createSaveLook(host, () => performance.now() / 1000);

  const savingOf = async (named: NamedCheckpoints | null): Promise<Saving | null> => {
    if (named !== null) return saves.look(everyProcess(living), named);
    saves.forget();
    return unknownSaving;
  };

  return {
    pace,
    look: async (named) => {
      living = await findTraining(host, training());
      onLook(living);
      const saving = await savingOf(named);
      const ended = onEnd !== null && living.leader === null;
      if (ended && !isEndTold) await onEnd();
      isEndTold ||= ended;
      return observationOf(living, { ended, saving, target: await targetOf(living, host), note: saves.note() });
    },
    send: async (signal, wasPaused, named) => {
      const saving = named === null ? null : await savingOf(named);
      if (saving !== null) return saving;
      const { pid, command } = living.leader ?? everyProcess(living)[0] ?? { pid: 0, command: '' };
      const look = named === null ? {} : { forbids: () => saves.isOpen(everyProcess(living), named), mayHalt };
      const sent = await sendSignal(host, training(), living, signal, { wasPaused, ...look });
      if (sent === null) return unknownSaving;
      return { reached: { pid, command, processes: sent.processes }, continued: sent.continued };
    },
  };
}

function observationOf(
  living: LivingTraining,
  { note, ...seen }: Pick<Observation, 'ended' | 'saving' | 'target' | 'note'>,
): Observation {
  const all = everyProcess(living);
  return {
    alive: all.length > 0,
    ignoresInterrupt: ignoresInterrupt(living),
    stopped: living.leader?.stopped ?? false,
    left: all.map(({ pid, command }) => ({ pid, command })),
    note: [noteOf(living), note].filter((each) => each !== null).join('; ') || null,
    ...seen,
  };
}

async function targetOf(living: LivingTraining, host: Host): Promise<StopTarget | null> {
  const all = everyProcess(living);
  const first = living.leader ?? all[0];
  if (first === undefined) return null;
  return {
    pid: first.pid,
    processGroup: first.group,
    user: await host.userName(first.user),
    command: first.command,
    ignoresInterrupt: ignoresInterrupt(living),
    processes: living.leader === null ? all.length : living.group.length,
    tree: asTree(all, first.group),
  };
}

/** Said before the first signal, as a person may take it for ^C in that terminal. */
function noteOf(living: LivingTraining): string | null {
  const { leader, isWholeGroup } = living;
  if (leader === null || isWholeGroup) return null;
  const others = everyProcess(living).length === 1 ? '' : ' and what it started';
  return `signals go to process ${leader.pid}${others} alone, because its process group ${leader.group} has others too`;
}
