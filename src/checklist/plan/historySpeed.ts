import { statSync } from 'node:fs';
import type { RunRecord } from '../../runs/runRecord.ts';
import { listRuns } from '../../runs/runs.ts';
import { readLog } from '../../monitor/readLog.ts';
import { measuredSpeed } from './measuredSpeed.ts';
import type { PlannedSpeed, PlanFacts } from './planTraining.ts';

/**
 * The speed of the trainings that were started here: of the one that runs, else of the latest, of the same kind of
 * trainer. Null when none of them tells.
 */
export async function historySpeed(trainer: PlanFacts['trainer'], now: number): Promise<PlannedSpeed | null> {
  const runs = listRuns().runs.toSorted(
    (one, other) => Number(other.state === 'running') - Number(one.state === 'running'),
  );
  for (const record of runs.slice(0, maxRead)) {
    const speed = await speedOf(record, trainer, now);
    if (speed !== null) return speed;
  }
  return null;
}

/** Older trainings were on other data, with other settings. */
const maxRead = 10;

async function speedOf(record: RunRecord, trainer: PlanFacts['trainer'], now: number): Promise<PlannedSpeed | null> {
  try {
    const { run } = await readLog(record.log, { trainer: record.trainer ?? null, started: record });
    const name = run.trainer?.name ?? '';
    const kind = name.startsWith('darknet') ? 'darknet' : /^(?:ultralytics|yolo)/.test(name) ? 'yolo' : 'detector';
    if (kind !== trainer) return null;
    // The last line, not now: a training that hangs did not get slower.
    const last = record.exit?.time ?? Math.min(now, statSync(record.log).mtimeMs / 1000);
    return measuredSpeed(
      run,
      last - record.startedAt - pausedSeconds(record, last),
      `measured in the run ${record.id}`,
    );
  } catch {
    // Its log is gone: it says nothing of its speed.
    return null;
  }
}

function pausedSeconds({ pauses = [] }: RunRecord, last: number): number {
  return pauses.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to ?? last, last) - from), 0);
}
