import type { Verdict } from '../advisor/verdict.ts';
import { position } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import { adviceReport } from './advice.ts';
import { progressEvery } from './plainLines.ts';

/**
 * Writes a training as JSON lines, for programs: `change` once its trainer is recognised, after each evaluation, save
 * and fault, with each new verdict, and from time to time while only its position changes; `end` at the end. Each line
 * tells everything.
 */
export interface JsonLines {
  readonly changes: (run: Run, verdict: Verdict, now: number) => readonly object[];
  readonly closing: (run: Run, verdict: Verdict) => readonly object[];
}

export function createJsonLines(): JsonLines {
  let shown = '';
  let progress: { readonly at: number | null; readonly time: number } | null = null;
  return {
    changes(run, verdict, now) {
      const { trainer, evaluations, checkpoints, faults } = run;
      const news = [
        trainer?.name,
        evaluations.length,
        checkpoints.length,
        checkpoints.at(-1)?.elapsed,
        faults.length,
        verdict.name,
        verdict.action,
      ].join(' ');
      const at = position(run);
      const hasGoneOn = progress === null || (at !== progress.at && now - progress.time >= progressEvery);
      if (news === shown && !hasGoneOn) return [];
      shown = news;
      progress = { at, time: now };
      return [{ kind: 'change', time: now, ...reportOf(run, verdict) }];
    },
    closing: (run, verdict) => [{ kind: 'end', ...reportOf(run, verdict) }],
  };
}

function reportOf(run: Run, verdict: Verdict) {
  return {
    trainer: run.trainer?.name ?? null,
    ...adviceReport(run, verdict),
    loss: run.loss?.last ?? null,
    evaluation: run.evaluations.at(-1) ?? null,
    checkpoint: run.checkpoints.at(-1) ?? null,
    fault: run.faults.at(-1) ?? null,
  };
}
