import type { Run } from '../run/run.ts';
import { placeOf } from '../run/reduce.ts';
import { plannedLength } from '../run/selectors.ts';
import { createAdvisor } from '../advisor/advisor.ts';
import type { Circumstances } from '../advisor/facts.ts';
import type { AdviceSettings, Verdict } from '../advisor/verdict.ts';

/** The advice as it was at one evaluation. */
export interface ReplayedAdvice {
  /** Counted from 0. */
  readonly index: number;
  readonly at: number;
  /** 0..1 of the plan; null where its length is not known. */
  readonly progress: number | null;
  /** The best of the deciding figure up to here. */
  readonly best: number | null;
  readonly verdict: Verdict;
}

/** How following the advice would have ended. */
export interface ReplaySummary {
  /** The first evaluation at which the action was `may-stop` or `stop`; null when there was none. */
  readonly stoppedAt: ReplayedAdvice | null;
  /** Fraction of the whole training that stopping there saves; 0 when it was never said. */
  readonly saved: number;
  /** Training time saved, in seconds, where it is known. */
  readonly savedSeconds: number | null;
  /** The best of the whole training less the best up to the stop. */
  readonly givenUp: number;
}

/**
 * Goes through a training as if it were live: call `look` whenever a line has been read; it returns the advice for each evaluation that is
 * new. Nothing that is read later changes what was said before.
 */
export function createReplay(settings: AdviceSettings, habits: () => Circumstances['habits']) {
  const advisor = createAdvisor(settings);
  const advice: ReplayedAdvice[] = [];
  const elapsed: number[] = [];
  return {
    look(run: Run): ReplayedAdvice | null {
      const evaluation = run.evaluations.at(-1);
      const at = evaluation === undefined ? null : placeOf(run, evaluation);
      if (evaluation === undefined || at === null || at === advice.at(-1)?.at) return null;
      const circumstances: Circumstances = {
        now: 0,
        alive: null,
        exit: null,
        quietSince: null,
        habits: habits(),
      };
      const planned = plannedLength(run);
      const next: ReplayedAdvice = {
        index: advice.length,
        at,
        progress: planned === null ? null : Math.min(1, at / planned),
        best: run.best?.value ?? null,
        verdict: advisor.advise(run, circumstances),
      };
      advice.push(next);
      elapsed.push(evaluation.elapsed);
      return next;
    },
    summary(run: Run): ReplaySummary {
      const index = advice.findIndex(({ verdict }) => verdict.isStop);
      const stoppedAt = advice[index] ?? null;
      const last = advice.at(-1);
      if (stoppedAt === null || last === undefined) return { stoppedAt: null, saved: 0, savedSeconds: 0, givenUp: 0 };
      const seconds = run.elapsed > 0 ? run.elapsed - elapsed[index]! : null;
      return {
        stoppedAt,
        saved: last.at > 0 ? 1 - stoppedAt.at / last.at : 0,
        savedSeconds: seconds,
        givenUp: Math.max(0, (run.best?.value ?? 0) - (stoppedAt.best ?? 0)),
      };
    },
  };
}
