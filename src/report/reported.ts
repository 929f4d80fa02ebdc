import type { AdviceSettings, Verdict } from '../advisor/verdict.ts';
import type { CheckReport } from '../checklist/checkTraining.ts';
import type { PlacedForecast } from '../history/readDetails.ts';
import type { KeptVerdict, RunDetails } from '../history/runDetails.ts';
import type { ReplaySummary } from '../monitor/replay.ts';
import type { Run } from '../run/run.ts';
import type { AuditEntry } from '../runs/audit.ts';
import type { Finished } from '../runs/linked/finished.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import type { Trainer } from '../trainers/trainer.ts';
import { counted } from '../words/count.ts';
import { duration } from '../words/duration.ts';

/** A training with all that a report tells of it. Times are epoch seconds. */
export interface ReportedTraining {
  readonly name: string;
  /** The log that was read. */
  readonly path: string;
  /** Null for a log that was not started here. */
  readonly record: RunRecord | null;
  readonly run: Run;
  readonly trainer: Trainer | null;
  readonly settings: AdviceSettings;
  readonly verdict: Verdict;
  /** What the history keeps of it. */
  readonly details: RunDetails;
  /** Every change of the verdict on the way. */
  readonly verdicts: readonly KeptVerdict[];
  /** What was forecast of the best mAP, at each evaluation that had a forecast. */
  readonly forecasts: readonly PlacedForecast[];
  /** What following the advice would have saved. */
  readonly followed: ReplaySummary;
  /** What its keepers did and were asked for, oldest first. */
  readonly audit: readonly AuditEntry[];
  /** What was measured of its weights after its end, oldest first. */
  readonly finished: readonly Finished[];
  /** What is known of its data set; null where nobody has checked it. */
  readonly check: CheckReport | null;
  readonly cost: TrainingCost;
}

/** What a training took of GPUs. */
export interface TrainingCost {
  /** How long it had them: from start to end where that is known, else the training time of its log; else null. */
  readonly seconds: number | null;
  readonly gpus: number;
  /** Of a GPU hour; null where nobody has told it. */
  readonly gpuPrice: number | null;
}

/** What the GPUs of a training cost, and of what that is made up; null where it is not known. */
export function costText(cost: TrainingCost): string | null {
  const { seconds, gpus, gpuPrice } = cost;
  const price = priceOf(cost, seconds);
  return price === null || seconds === null
    ? null
    : `${price.toFixed(2)} (${counted(gpus, 'GPU')} for ${duration(seconds)} at ${gpuPrice} an hour)`;
}

/** GPU cost of so many seconds, in the currency of the price; null where it is not known. */
export function priceOf({ gpus, gpuPrice }: TrainingCost, seconds: number | null): number | null {
  return gpuPrice === null || seconds === null ? null : (seconds / 3600) * gpus * gpuPrice;
}
