import { dirname } from 'node:path';
import type { AdviceSettings } from '../advisor/verdict.ts';
import { questions } from '../checklist/items/questions.ts';
import { type StarterItem, starterItems } from '../checklist/items/starterItems.ts';
import { answerQuestion, readChecklist } from '../checklist/run/checklistFile.ts';
import { stopChecklist } from '../checklist/items/stopItems.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import type { Checklist, ChecklistItem } from '../ui/state/facts/checklist.ts';

/**
 * The checklist of a training: what was found in its data and its model, what only a person can tell, and the guide's
 * reasons to stop.
 */
export function checklistFor(record: RunRecord | null, settings: AdviceSettings): Checklist {
  const directory = record === null ? null : dirname(record.log);
  let kept: readonly ChecklistItem[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  const beforehand = () => {
    if (directory === null || performance.now() - readAt < readEvery) return kept;
    readAt = performance.now();
    const { report, answered } = readChecklist(directory);
    kept = report === null ? [] : starterItems(report, answered).map(itemOf);
    return kept;
  };
  return {
    items: (run, verdict) => [
      ...beforehand(),
      ...stopChecklist(run, settings, verdict).map(({ id, label, ticked, detail }) => ({
        id: `stop ${id}`,
        section: 'TRAINING (stop if)',
        text: label,
        state: ticked ? ('done' as const) : ('open' as const),
        detail: detail === '' ? null : detail,
        byHand: false,
      })),
    ],
    async toggle(id) {
      const question = questions.find((each) => each.id === id);
      if (question === undefined || directory === null) return;
      answerQuestion(directory, question.id, !readChecklist(directory).answered.has(question.id));
      readAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Milliseconds: the check of a data set may end while the training is watched. */
const readEvery = 5000;

function itemOf({ id, group, label, state, detail }: StarterItem): ChecklistItem {
  return {
    id,
    section: group.toUpperCase(),
    text: label,
    state: states[state],
    detail: detail === '' ? null : detail,
    byHand: questions.some((question) => question.id === id),
  };
}

const states = { right: 'done', hint: 'hint', warning: 'problem', error: 'problem', ask: 'open' } as const;
