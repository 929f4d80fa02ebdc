import { type CheckId, checks, type Level } from './checks.ts';
import type { CheckReport } from './checkTraining.ts';
import { count, counted } from '../words/count.ts';
import { percent } from '../words/fraction.ts';
import { bytes } from '../words/bytes.ts';

/** A line of the starter checklist: what was found by itself, or what a person has to answer. */
export interface StarterItem {
  readonly id: string;
  readonly group: 'database' | 'model';
  readonly label: string;
  /** `ask`: only a person can tell. */
  readonly state: 'right' | 'hint' | 'warning' | 'error' | 'ask';
  /** A few words: a number, or what is wrong. */
  readonly detail: string;
}

/** The items that a person must answer, with whether they were ticked. Source: AugeLab Studio, "When to Stop Training", starter checklist. */
export const questions = [
  { id: 'annotations-reviewed', group: 'database', label: 'annotations looked through' },
  { id: 'variety-enough', group: 'database', label: 'images as varied as the place of use' },
  { id: 'validation-honest', group: 'database', label: 'validation images from other scenes' },
  { id: 'model-chosen', group: 'model', label: 'model fits the device it will run on' },
] as const satisfies readonly Pick<StarterItem, 'id' | 'group' | 'label'>[];

export type QuestionId = (typeof questions)[number]['id'];

/** The starter checklist for a pane, from what was checked and what was answered. */
export function checklistItems(report: CheckReport, answered: ReadonlySet<QuestionId>): readonly StarterItem[] {
  const all = [
    ...summaries.map((summary) => summarised(summary, report)),
    ...questions.map((question) => asked(question, answered)),
  ];
  return [
    ...all.filter(({ group }) => group === 'database'),
    ...all.filter(({ group }) => group === 'model' && hasModel(report)),
  ];
}

interface Summary {
  readonly id: string;
  readonly group: StarterItem['group'];
  readonly label: string;
  readonly checks: readonly CheckId[];
  /** What is said when nothing was found. */
  readonly detail: (report: CheckReport) => string;
}

const summaries: readonly Summary[] = [
  {
    id: 'images',
    group: 'database',
    label: 'images whole',
    checks: [
      'list-missing',
      'list-empty',
      'image-missing',
      'image-unreadable',
      'image-truncated',
      'image-small',
      'image-size',
    ],
    detail: ({ statistics }) => count(statistics.train.images + (statistics.valid?.images ?? 0)),
  },
  {
    id: 'copies',
    group: 'database',
    label: 'no copies',
    checks: ['image-listed-twice', 'image-duplicate', 'image-near-duplicate'],
    detail: () => '',
  },
  {
    id: 'labels',
    group: 'database',
    label: 'labels right in form',
    checks: [
      'label-missing',
      'label-malformed',
      'class-out-of-range',
      'box-outside',
      'box-over-edge',
      'box-empty',
      'box-tiny',
      'box-duplicate',
      'box-two-classes',
      'annotation-lost',
      'id-twice',
    ],
    detail: ({ statistics }) => counted(statistics.train.objects, 'object'),
  },
  {
    id: 'classes',
    group: 'database',
    label: 'enough of each class',
    checks: ['names-count', 'names-wrong', 'class-absent', 'class-few', 'class-rare', 'class-imbalance'],
    detail: ({ statistics }) =>
      `least ${count(Math.min(...statistics.classes.map(({ train }) => train.images)))} images`,
  },
  {
    id: 'negatives',
    group: 'database',
    label: 'images without objects',
    checks: ['negatives-none', 'negatives-many'],
    detail: ({ statistics: { train } }) => percent(train.negatives / Math.max(1, train.images), 0),
  },
  {
    id: 'validation',
    group: 'database',
    label: 'validation set',
    checks: ['validation-missing', 'validation-is-training', 'validation-small', 'validation-classes'],
    detail: ({ statistics }) => counted(statistics.valid?.images ?? 0, 'image'),
  },
  {
    id: 'leakage',
    group: 'database',
    label: 'nothing in both sets',
    checks: ['leakage', 'leakage-near'],
    detail: () => '',
  },
  {
    id: 'objects',
    group: 'database',
    label: 'objects large enough',
    checks: ['objects-small'],
    detail: () => '',
  },
  {
    id: 'network',
    group: 'model',
    label: 'network fits the classes',
    checks: ['model-unreadable', 'model-size', 'model-filters', 'model-classes', 'model-masks', 'model-max-boxes'],
    detail: ({ model }) => (model === null ? '' : `${model.width} x ${model.height}`),
  },
  { id: 'anchors', group: 'model', label: 'anchors fit the boxes', checks: ['model-anchors'], detail: () => '' },
  {
    id: 'weights',
    group: 'model',
    label: 'pretrained weights',
    checks: ['model-weights', 'model-scratch'],
    detail: () => '',
  },
  {
    id: 'schedule',
    group: 'model',
    label: 'length and steps by the rule',
    checks: ['model-length', 'model-steps', 'model-burn-in'],
    detail: () => '',
  },
  {
    id: 'batch',
    group: 'model',
    label: 'batch and memory',
    checks: ['model-batch', 'model-batch-small', 'model-memory'],
    detail: ({ model }) => (model?.memory ? `about ${bytes(model.memory)}` : ''),
  },
];

function summarised({ id, group, label, checks: own, detail }: Summary, report: CheckReport): StarterItem {
  const found = report.findings.filter(({ check }) => own.includes(check));
  const worst = worstOf(found.map(({ level }) => level));
  if (worst === null) return { id, group, label, state: 'right', detail: detail(report) };
  const first = found.find(({ level }) => level === worst)!;
  const same = report.byCheck[first.check] ?? 1;
  const title = checks[first.check].title;
  return { id, group, label, state: worst, detail: same === 1 ? title : `${title} (${count(same)})` };
}

function asked({ id, group, label }: (typeof questions)[number], answered: ReadonlySet<QuestionId>): StarterItem {
  return { id, group, label, state: answered.has(id) ? 'right' : 'ask', detail: '' };
}

function worstOf(levels: readonly Level[]): Level | null {
  return (['error', 'warning', 'hint'] as const).find((level) => levels.includes(level)) ?? null;
}

/** Without a .cfg nothing is known of the model, unless its input or its weights were found wrong. */
function hasModel({ model, findings }: CheckReport): boolean {
  return model !== null || findings.some(({ check }) => checks[check].group === 'model');
}
