import type { Verdict } from '../advisor/verdict.ts';
import { placeOf } from '../run/evaluations.ts';
import { position } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import type { JudgedMetric } from '../run/metric.ts';
import { bestOfCurve, mapCurve, plannedLength } from '../run/selectors.ts';

/** The advice as it was at one moment. */
export interface ReplayedAdvice {
  /** `evaluation`: another evaluation was read. `silence`: the log fell silent. `end`: all there is has been read. */
  readonly kind: 'evaluation' | 'silence' | 'end';
  /** Of the evaluation, counted from 0; null for another moment. */
  readonly index: number | null;
  /** What `at` counts. */
  readonly unit: Run['axis'];
  /** On the run's axis; null where nothing was trained yet. */
  readonly at: number | null;
  /** 0..1 of the plan; null where its length is not known. */
  readonly progress: number | null;
  /** The best of the deciding figure up to here. */
  readonly best: number | null;
  /** Training time in seconds. */
  readonly elapsed: number;
  readonly verdict: Verdict;
}

/** How following the advice would have ended. */
export interface ReplaySummary {
  /** The first evaluation at which the advice was to stop; null when there was none. */
  readonly stoppedAt: (ReplayedAdvice & { readonly at: number }) | null;
  /** Fraction of the whole training that stopping there saves; 0 when it was never said. */
  readonly saved: number;
  /** Training time saved, in seconds, where it is known. */
  readonly savedSeconds: number | null;
  /** How far the best up to the stop is from the best of the whole training. */
  readonly givenUp: number;
}

/**
 * Makes advice of the verdicts on a training that is gone through, and sums it up. Pure. `wanted` is the metric that
 * its user wants judged; null to leave it to the trainer.
 */
export function createReplay(wanted: JudgedMetric | null = null) {
  const advice: (ReplayedAdvice & { readonly at: number })[] = [];
  return {
    /** The verdict at an evaluation that was just read; null when it was there before. */
    look(run: Run, judge: () => Verdict): ReplayedAdvice | null {
      const last = run.evaluations.at(-1);
      const at = last === undefined ? null : placeOf(run, last);
      if (at === null || at === advice.at(-1)?.at) return null;
      const index = advice.length;
      const next = {
        ...momentOf(run, wanted, at, last!.elapsed),
        kind: 'evaluation' as const,
        index,
        at,
        verdict: judge(),
      };
      advice.push(next);
      return next;
    },
    /** A verdict between evaluations. */
    between: (run: Run, kind: 'silence' | 'end', verdict: Verdict): ReplayedAdvice => ({
      ...momentOf(run, wanted, position(run), run.elapsed),
      kind,
      index: null,
      verdict,
    }),
    summary(run: Run): ReplaySummary {
      const stoppedAt = advice.find(({ verdict }) => verdict.isStop) ?? null;
      const last = advice.at(-1);
      if (stoppedAt === null || last === undefined) return { stoppedAt: null, saved: 0, savedSeconds: 0, givenUp: 0 };
      return {
        stoppedAt,
        saved: last.at > 0 ? 1 - stoppedAt.at / last.at : 0,
        savedSeconds: run.elapsed > 0 ? run.elapsed - stoppedAt.elapsed : null,
        givenUp: Math.abs((bestOf(run, wanted) ?? 0) - (stoppedAt.best ?? 0)),
      };
    },
  };
}

function momentOf(
  run: Run,
  wanted: JudgedMetric | null,
  at: number | null,
  elapsed: number,
): Pick<ReplayedAdvice, 'unit' | 'at' | 'progress' | 'best' | 'elapsed'> {
  const planned = plannedLength(run);
  return {
    unit: run.axis,
    at,
    progress: planned === null || at === null ? null : Math.min(1, at / planned),
    best: bestOf(run, wanted),
    elapsed,
  };
}

/** The best so far; of the mAP also one of before a resume. */
function bestOf(run: Run, wanted: JudgedMetric | null): number | null {
  if (wanted === null) return run.best?.value ?? null;
  return bestOfCurve(mapCurve(run, wanted), wanted)?.value ?? null;
}
