import { count } from '../../words/count.ts';
import { type Level, levels } from '../checks/check.ts';
import { checks } from '../checks/checks.ts';
import type { CheckReport } from '../checkTraining.ts';
import { type ItemGroup, questions, type QuestionId } from './questions.ts';
import { summaries, type SummaryItem } from './summaries.ts';

/** An item of the starter checklist. */
export interface StarterItem {
  readonly id: string;
  readonly group: ItemGroup;
  readonly label: string;
  /** `ask`: only a person can answer. */
  readonly state: 'right' | 'ask' | Level;
  /** A few words: a number, or what is wrong. */
  readonly detail: string;
}

/** Returns the starter checklist for a report and the questions that were answered with yes. */
export function starterItems(report: CheckReport, answered: ReadonlySet<QuestionId>): readonly StarterItem[] {
  const all = [
    ...summaries.map((summary) => summarised(summary, report)),
    ...questions.map((question) => asked(question, answered)),
  ];
  return [
    ...all.filter(({ group }) => group === 'database'),
    ...all.filter(({ group }) => group === 'model' && hasModel(report)),
  ];
}

function summarised({ id, group, label, checks: own, detail }: SummaryItem, report: CheckReport): StarterItem {
  const found = report.findings.filter(({ check }) => own.includes(check));
  const worst = levels.find((level) => found.some((finding) => finding.level === level));
  if (worst === undefined) return { id, group, label, state: 'right', detail: detail(report) };
  const { check } = found.find(({ level }) => level === worst)!;
  const times = report.byCheck[check] ?? 1;
  const { title } = checks[check];
  return { id, group, label, state: worst, detail: times === 1 ? title : `${title} (${count(times)})` };
}

function asked({ id, group, label }: (typeof questions)[number], answered: ReadonlySet<QuestionId>): StarterItem {
  return { id, group, label, state: answered.has(id) ? 'right' : 'ask', detail: '' };
}

/** Without a .cfg nothing is known of the model, except that its input or its weights are wrong. */
function hasModel({ model, findings }: CheckReport): boolean {
  return model !== null || findings.some(({ check }) => checks[check].group === 'model');
}
