import { claimKeeping } from '../runs/keeperLock.ts';
import { openKeeper, type Keeper } from './keeper.ts';
import type { KeeperReport } from './keeperReport.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { stillRuns } from '../processes/proc/escaped.ts';
import { lookEvery } from '../stopping/defaults.ts';
import type { ProcessIdentity } from '../processes/processFacts.ts';
import { identityOf } from '../processes/processIdentity.ts';
import { runClock } from '../runs/runClock.ts';
import { readRecord, type RunRecord } from '../runs/runRecord.ts';
import { removeStart, type TrainerStart } from '../runs/queue/startFile.ts';
import { shimStart } from '../runs/shimFiles.ts';
import { spawnTrainer, type SpawnedTrainer } from './trainer/spawnTrainer.ts';
import { unseenEnd } from './trainer/unseenEnd.ts';
import { errorMessage } from '../words/errors.ts';

/**
 * Starts the training of a new run (`text`: a `TrainerStart` as JSON) and keeps it to its end. Reports once, when it
 * runs or cannot. Returns null when there is nothing to keep.
 */
export async function startTraining(
  directory: string,
  text: string,
  report: (message: KeeperReport) => void,
): Promise<Keeper | null> {
  // Whoever wanted this training may have been killed while saying so: then the text is cut off, which JSON.parse
  // notices.
  const start: TrainerStart = JSON.parse(text);
  if (!claimKeeping(directory, identityOf(process.pid))) {
    throw new Error(`Another keeper already serves ${directory}.`);
  }

  return beginTraining(directory, readRecord(directory), start, report);
}

/** Starts the training of a run whose lock the caller holds, as `startTraining`. */
export async function beginTraining(
  directory: string,
  record: RunRecord,
  start: TrainerStart,
  report: (message: KeeperReport) => void,
): Promise<Keeper | null> {
  const keeper = await openKeeper(directory, record);
  const { records, audit } = keeper;
  records.change({ keeper: identityOf(process.pid) });
  let trainer: SpawnedTrainer;
  try {
    trainer = await spawnTrainer(directory, start);
  } catch (error) {
    // The shim of a keeper that was killed was quicker: one of them starts the training, and this is not the one.
    const started = shimStart(directory);
    if (started !== null) return keepStarted(keeper, started);
    const problem = errorMessage(error);
    records.change({ state: 'failed-to-start', problem, socket: null });
    // Whoever wanted it is told: no later keeper may start it.
    removeStart(directory);
    audit({ event: 'failed-to-start', problem });
    report({ record: records.current(), problem });
    keeper.leave('the training could not be started');
    return null;
  }

  const { training, shim } = trainer;
  records.change({ state: 'running', training, shim, startedAt: runClock(records.current())() });
  audit({ event: 'started', pid: training.pid, command: start.command });
  if (start.plan !== null) await keeper.arm(start.plan, 'the one who started it');

  report({ record: records.current(), problem: null });
  void recordEnd(keeper, trainer);
  return keeper;
}

function keepStarted(keeper: Keeper, training: ProcessIdentity): Keeper {
  keeper.records.change({ state: 'running', training });
  keeper.audit({ event: 'adopted', pid: training.pid });
  void unseenEnd(keeper.records.current()).then(keeper.ended);
  return keeper;
}

async function recordEnd(keeper: Keeper, trainer: SpawnedTrainer): Promise<void> {
  const end = await trainer.end;
  // What it left behind may be the training itself, as after a second fork.
  while (stillRuns(keeper.records.current())) await sleep(lookEvery * 1000);
  const record = keeper.records.current();
  await keeper.ended(end === null ? await unseenEnd(record) : { ...end, time: runClock(record)() });
}
