import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FinishPlan } from '../../continuing/finishPlan.ts';
import { prepareResume } from '../../continuing/prepare.ts';
import { type Ended, nameOf } from '../../continuing/resumePlan.ts';
import { startRun, type RunOptions } from '../../keeper/startRun.ts';
import { createLineReader } from '../../log/lines/lines.ts';
import { createReading } from '../../monitor/reading.ts';
import type { ClassResult, EvaluationRead } from '../../run/events.ts';
import { type Finished, readFinished, writeFinished } from '../../runs/linked/finished.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { ownSource } from '../../runs/runSource.ts';
import { currentRecord, listRuns } from '../../runs/runs.ts';

/** Starts what brings a run to its end, as a run of its own that knows which one. Throws as `startRun`. */
export async function startFinishing(
  record: RunRecord,
  ended: Ended,
  plan: FinishPlan,
  more: Pick<RunOptions, 'environment'>,
): Promise<RunRecord> {
  prepareResume({ copies: [], writes: plan.writes });
  const file = resolve(plan.cwd, plan.weights.path);
  return startRun({
    ...more,
    command: plan.command,
    cwd: plan.cwd,
    name: `${record.name}-finish`,
    stdin: null,
    trainer: ended.trainer === null ? (record.trainer ?? null) : nameOf(ended, ended.trainer),
    finishes: { run: record.id, file, at: plan.weights.at },
  });
}

/** Hands on each line that a run prints until it has ended, and returns its record then. */
export async function followToEnd(record: RunRecord, onLine: (text: string) => void): Promise<RunRecord> {
  const lines = createLineReader((line) => {
    if (!line.volatile) onLine(line.text());
  });
  const following = await ownSource(record).follow({ onBytes: (bytes, time) => lines.push(bytes, time) });
  try {
    let current = record;
    while (current.state === 'starting' || current.state === 'running') {
      await sleep(lookEvery);
      current = currentRecord(dirname(record.log));
    }
    await following.readToEnd();
    lines.end();
    return current;
  } finally {
    following.close();
  }
}

/** Milliseconds. */
const lookEvery = 200;

/**
 * What was measured of a run's weights after its end, the oldest first. What runs have measured since is read from
 * their logs, and kept with the run, so that it outlives them.
 */
export async function finishedOf(record: RunRecord): Promise<readonly Finished[]> {
  const known = new Set(readFinished(record).map(({ run }) => run));
  const since = listRuns().runs.filter(
    ({ id, state, finishes }) => finishes?.run === record.id && state === 'ended' && !known.has(id),
  );
  for (const run of since) {
    const measured = await measuredBy(run);
    if (measured !== null) writeFinished(record, measured);
  }
  return readFinished(record);
}

/** The figures that a validation printed last; null where it printed none. */
async function measuredBy(validation: RunRecord): Promise<Finished | null> {
  const { finishes, exit, trainer } = validation;
  let evaluation: EvaluationRead | null = null;
  let classes: readonly ClassResult[] = [];
  const reading = createReading({
    ...(typeof trainer === 'string' ? { detection: { force: trainer } } : {}),
    onEvent: (event) => {
      if (event.type === 'evaluation') evaluation = event;
      else if (event.type === 'classes') ({ classes } = event);
    },
  });
  await ownSource(validation).readOnce!((bytes, time) => reading.push(bytes, time));
  reading.end();
  const found = evaluation as EvaluationRead | null;
  if (found === null || finishes === undefined || finishes === null) return null;
  const { map50, map50To95, precision, recall } = found;
  return {
    run: validation.id,
    file: finishes.file,
    at: finishes.at,
    time: exit?.time ?? validation.startedAt,
    map50,
    map50To95,
    precision,
    recall,
    classes: classes.map(({ name, ap }) => ({
      name,
      ap,
    })),
  };
}
