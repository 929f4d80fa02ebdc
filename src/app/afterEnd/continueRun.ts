import { resolve } from 'node:path';
import { prepareResume } from '../../continuing/prepare.ts';
import type { Ended, ResumePlan } from '../../continuing/resumePlan.ts';
import { startRun, type RunOptions } from '../../keeper/startRun.ts';
import { circumstancesOf } from '../../monitor/circumstances.ts';
import { readSource } from '../../monitor/readSource.ts';
import { runSource } from '../../runs/runSource.ts';
import { runBefore } from '../../runs/linked/trainings.ts';
import { neverStarted, type RunRecord } from '../../runs/runRecord.ts';
import { listRuns } from '../../runs/runs.ts';

/** Reads what is known of a run that has ended. Throws a sentence where it has not, or its log cannot be read. */
export async function openEnded(record: RunRecord): Promise<Ended> {
  refuseUnended(record);
  const { reading } = await readSource(runSource(record), circumstancesOf(record));
  return { run: reading.run, trainer: reading.trainer(), record };
}

/**
 * Starts what goes on from a run, as a run of its own that knows where it comes from. `isSame`: its epochs go on where
 * those of the run ended; a new training from its weights is none of them. Throws as `startRun`.
 */
export async function startContinuation(
  record: RunRecord,
  plan: ResumePlan,
  isSame: boolean,
  more: Pick<RunOptions, 'environment' | 'stdin' | 'advice' | 'notices'>,
): Promise<RunRecord> {
  prepareResume(plan);
  const { group = null, keep = null, tags = [], note = null } = record;
  const file = resolve(plan.cwd, plan.weights.path);
  return startRun({
    ...more,
    command: plan.command,
    cwd: plan.cwd,
    name: record.name,
    trainer: record.trainer ?? null,
    description: { group, tags, note },
    keep,
    continues: isSame ? { run: record.id, file, at: plan.weights.at } : null,
  });
}

/** What went on from a run has written over its last weights, and goes on itself. */
function refuseUnended(record: RunRecord): void {
  if ((record.finishes ?? null) !== null) {
    throw new Error(`${record.name} (${record.id}) only validated weights of ${record.finishes!.run}: name that run.`);
  }
  if (record.state !== 'ended') {
    const isPaused = record.state === 'running' && record.pauses?.at(-1)?.to === null;
    if (isPaused)
      throw new Error(`${record.name} (${record.id}) is paused: let it go on with \`plateau resume ${record.id}\`.`);
    const how = record.state === 'running' ? 'is still running' : 'has not trained';
    throw new Error(`${record.name} (${record.id}) ${how}, so there is nothing to go on from yet.`);
  }
  const next = listRuns().runs.find((other) => runBefore(other) === record.id && !neverStarted(other));
  if (next !== undefined) {
    const what =
      next.state === 'waiting'
        ? `is about to be started again as ${next.id}: cancel that first with \`plateau stop ${next.id}\``
        : `went on as ${next.id}: name that run`;
    throw new Error(`${record.name} (${record.id}) ${what}.`);
  }
}
