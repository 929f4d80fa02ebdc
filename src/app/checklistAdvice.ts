import { dirname } from 'node:path';
import { adviceAfterBudget } from '../checklist/afterBudget.ts';
import { readChecklist } from '../checklist/run/checklistFile.ts';
import type { RunRecord } from '../runs/runRecord.ts';

/**
 * What to try once the budget of a run is spent, by what the check found in its data set; undefined until that is done. It is asked for with every
 * verdict, so the file is looked at now and then only, and never again once it is there.
 */
export function checklistAdvice({ log }: Pick<RunRecord, 'log'>): () => readonly string[] | undefined {
  let advice: readonly string[] | undefined;
  let lookAt = 0;
  return () => {
    if (advice === undefined && performance.now() >= lookAt) {
      lookAt = performance.now() + lookEvery;
      const { report } = readChecklist(dirname(log));
      if (report !== null) advice = adviceAfterBudget(report);
    }
    return advice;
  };
}

/** Milliseconds. */
const lookEvery = 10_000;
