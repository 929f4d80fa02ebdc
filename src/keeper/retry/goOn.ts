import { resolve } from 'node:path';
import { prepareResume } from '../../continuing/prepare.ts';
import { planResume } from '../../continuing/resumePlan.ts';
import { lookHere } from '../../continuing/look.ts';
import { circumstancesOf } from '../../monitor/circumstances.ts';
import { readLog } from '../../monitor/readLog.ts';
import { readSource } from '../../monitor/readSource.ts';
import type { Run } from '../../run/run.ts';
import { hasTrained } from '../../run/selectors.ts';
import type { RunRecord, WeightsOfRun } from '../../runs/runRecord.ts';
import { runSource } from '../../runs/runSource.ts';
import type { ResumePlan } from '../../continuing/resumePlan.ts';

/** How a training starts again: from its last save (`plan`), or from its beginning; or why it does not. */
export type GoingOn =
  | { readonly can: true; readonly plan: ResumePlan | null; readonly how: string }
  | { readonly can: false; readonly why: string };

/**
 * Makes the copies that a start from a save needs, and tells how that is started. One that starts as before goes on
 * from whatever it went on from. Throws as `prepareResume`.
 */
export function startOf(
  record: RunRecord,
  plan: ResumePlan | null,
): Pick<RunRecord, 'command' | 'cwd'> & { readonly continues: WeightsOfRun | null } {
  if (plan === null) {
    const { command, cwd, continues = null } = record;
    return { command, cwd, continues };
  }
  prepareResume(plan);
  const { command, cwd, weights } = plan;
  return { command, cwd, continues: { run: record.id, file: resolve(cwd, weights.path), at: weights.at } };
}

/** A training whose log has been read. */
export interface ReadTraining {
  readonly run: Run;
  readonly goesOn: () => GoingOn;
}

/**
 * Reads the log of a training, and tells how it would start again. One that has not trained yet starts as before, and
 * so does one of an unknown trainer, of which only its user knows how it goes on. One that has trained, and cannot go
 * on from what it saved, does not: it would write over that. Throws as `readLog`.
 */
export async function readTraining(record: RunRecord): Promise<ReadTraining> {
  const { run, trainer: detected } = await readLog(record.log, { trainer: record.trainer ?? null, started: record });
  const trainer = detected();
  // Where it has saved nothing yet, it goes on from what its earlier runs saved.
  const whole = record.continues ? (await readSource(runSource(record), circumstancesOf(record))).reading.run : run;
  const goesOn = (): GoingOn => {
    if (trainer === null || !hasTrained(run)) return { can: true, plan: null, how: 'as before, from its beginning' };
    const plan = planResume({ run: whole, trainer, record }, lookHere);
    if (!plan.can) return { can: false, why: plan.reason.replace(/\.$/, '') };
    const { path, at } = plan.weights;
    return { can: true, plan, how: `from ${path}${at === null ? '' : `, saved at ${run.axis} ${at}`}` };
  };
  return { run, goesOn };
}
