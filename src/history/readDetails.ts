import { mapForecast } from '../advisor/basis.ts';
import type { Verdict } from '../advisor/verdict.ts';
import type { LogSource } from '../log/logSource.ts';
import type { Circumstances } from '../monitor/circumstances.ts';
import type { ReplayedAdvice } from '../monitor/replay.ts';
import { judgeUnread, type Replayed, replayTraining } from '../monitor/replayTraining.ts';
import { type KeptVerdict, type RunDetails, detailsOf } from './runDetails.ts';

/** A training that was gone through, with what was advised on the way. */
export interface TrainingCourse extends Replayed {
  readonly verdicts: readonly KeptVerdict[];
  /** What was forecast of the best mAP, at each evaluation that had a forecast. */
  readonly forecasts: readonly PlacedForecast[];
}

/** A forecast and where it was made, on the run's axis. */
export type PlacedForecast = NonNullable<Verdict['forecast']> & { readonly at: number };

/**
 * Reads a training to the end of its log, judging it as its screen did. The same log in the same circumstances gives
 * the same course, whenever it is read. Throws as `readSource`.
 */
export async function readCourse(
  source: LogSource,
  circumstances: Circumstances,
  signal?: AbortSignal,
): Promise<TrainingCourse> {
  const verdicts: KeptVerdict[] = [];
  const forecasts: PlacedForecast[] = [];
  const replayed = await replayTraining(source, circumstances, {
    signal,
    onAdvice: (advice) => {
      const forecast = advice.kind === 'evaluation' ? mapForecast(advice.verdict) : null;
      if (forecast !== null && advice.at !== null) forecasts.push({ at: advice.at, ...forecast });
      const last = verdicts.at(-1);
      if (last?.name === advice.verdict.name && last.action === advice.verdict.action) return;
      verdicts.push(keptVerdict(advice));
      if (verdicts.length > maxVerdicts) verdicts.shift();
    },
  });
  return { ...replayed, verdicts, forecasts };
}

/** The same, as what is kept of it. */
export async function readDetails(
  source: LogSource,
  circumstances: Circumstances,
  signal: AbortSignal | undefined,
): Promise<RunDetails> {
  const { run, verdicts, verdict } = await readCourse(source, circumstances, signal);
  return detailsOf(run, verdicts, verdict);
}

/** What there is to tell of a training without a log. */
export function detailsWithoutLog(circumstances: Circumstances): RunDetails {
  const { run, verdict } = judgeUnread(circumstances);
  return detailsOf(run, [], verdict);
}

/** More changes than this are no history but noise. */
const maxVerdicts = 1000;

function keptVerdict({ at, elapsed, verdict }: ReplayedAdvice): KeptVerdict {
  const { name, action, headline }: Verdict = verdict;
  return { at, elapsed: Number.isFinite(elapsed) ? elapsed : null, name, action, headline };
}
