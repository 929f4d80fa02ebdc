import { dirname } from 'node:path';
import { adviceAfterBudget, foundInData } from '../checklist/afterBudget.ts';
import { readChecklist } from '../checklist/run/checklistFile.ts';
import type { ChecklistAdvice } from '../monitor/circumstances.ts';
import type { RunRecord } from '../runs/runRecord.ts';

/**
 * Returns what to try once the budget of a run is spent, and what the check found in its data set; null until that is
 * done. Cheap enough to be asked with every verdict: the file is looked at now and then, and never once it is there.
 */
export function checklistAdvice({ log }: Pick<RunRecord, 'log'>): () => ChecklistAdvice | null {
  let advice: ChecklistAdvice | null = null;
  let lookAt = 0;
  return () => {
    if (advice === null && performance.now() >= lookAt) {
      lookAt = performance.now() + lookEvery;
      const { report } = readChecklist(dirname(log));
      if (report !== null) advice = { afterBudget: adviceAfterBudget(report), found: foundInData(report) };
    }
    return advice;
  };
}

/** Milliseconds. */
const lookEvery = 10_000;
