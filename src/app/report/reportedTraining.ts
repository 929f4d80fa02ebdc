import { basename, dirname } from 'node:path';
import { readChecklist } from '../../checklist/run/checklistFile.ts';
import { readCourse } from '../../history/readDetails.ts';
import { detailsOf } from '../../history/runDetails.ts';
import type { LogSource } from '../../log/logSource.ts';
import { circumstancesOf, type Overrides } from '../../monitor/circumstances.ts';
import type { ReportedTraining, TrainingCost } from '../../report/reported.ts';
import type { Run } from '../../run/run.ts';
import { auditOf } from '../../runs/audit.ts';
import { readFinished } from '../../runs/linked/finished.ts';
import { runClock } from '../../runs/runClock.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { checklistAdvice } from '../checklistAdvice.ts';

/** The training to report on: its log, and the run that wrote it; null for a log that was not started here. */
export interface Subject {
  readonly path: string;
  readonly source: LogSource;
  readonly record: RunRecord | null;
}

/** Reads all that a report tells of a training. Throws a sentence where its log cannot be read, or is none. */
export async function reportedTraining(
  { path, source, record }: Subject,
  overrides: Overrides,
  price: Pick<TrainingCost, 'gpus' | 'gpuPrice'>,
): Promise<ReportedTraining> {
  const known = record === null ? {} : { checklist: checklistAdvice(record) };
  const circumstances = circumstancesOf(record, overrides, known);
  const { run, trainer, verdict, verdicts, forecasts, summary } = await readCourse(source, circumstances);
  if (run.trainer === null) throw new Error(`No trainer recognised in ${path}: name it with --trainer.`);
  return {
    name: record?.name ?? basename(path),
    path,
    record,
    run,
    trainer,
    settings: circumstances.settings,
    verdict,
    verdicts,
    forecasts,
    details: detailsOf(run, verdicts, verdict),
    followed: summary,
    audit: record === null ? [] : auditOf(dirname(record.log)),
    finished: record === null ? [] : readFinished(record),
    check: record === null ? null : readChecklist(dirname(record.log)).report,
    cost: { seconds: secondsOf(record, run), ...price },
  };
}

/** From start to end where that is known, else the training time of its log. */
function secondsOf(record: RunRecord | null, run: Run): number | null {
  if (record !== null) return Math.max(0, (record.exit?.time ?? runClock(record)()) - record.startedAt);
  return run.elapsed > 0 ? run.elapsed : null;
}
