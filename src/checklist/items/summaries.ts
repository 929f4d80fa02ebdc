import { bytes } from '../../words/bytes.ts';
import { count, counted } from '../../words/count.ts';
import { percent } from '../../words/fraction.ts';
import type { CheckId } from '../checks/checks.ts';
import type { CheckReport } from '../checkTraining.ts';
import type { ItemGroup } from './questions.ts';

/** An item of the starter checklist that sums up the findings of several checks. */
export interface SummaryItem {
  readonly id: string;
  readonly group: ItemGroup;
  readonly label: string;
  readonly checks: readonly CheckId[];
  /** What is said when nothing was found. */
  readonly detail: (report: CheckReport) => string;
}

/** The items that checks answer, in the order of the checklist. */
export const summaries: readonly SummaryItem[] = [
  {
    id: 'images',
    group: 'database',
    label: 'images whole',
    checks: [
      'list-missing',
      'list-download',
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
    id: 'odd-images',
    group: 'database',
    label: 'no odd images',
    checks: [
      'image-large',
      'image-blurred',
      'image-dark',
      'image-overexposed',
      'image-uniform',
      'image-aspect',
      'image-odd-size',
      'image-grey',
      'image-rotated',
      'image-cmyk',
      'image-deep',
    ],
    detail: () => '',
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
      'labels-none',
      'label-form',
      'label-missing',
      'label-orphan',
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
    checks: [
      'names-count',
      'names-wrong',
      'class-typo',
      'category-ids',
      'class-absent',
      'class-few',
      'class-rare',
      'class-imbalance',
    ],
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
    checks: [
      'validation-missing',
      'validation-key',
      'validation-is-training',
      'validation-small',
      'validation-classes',
    ],
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
    checks: [
      'model-unreadable',
      'model-section',
      'model-setting',
      'model-route',
      'model-size',
      'model-filters',
      'model-classes',
      'model-masks',
      'model-max-boxes',
    ],
    detail: ({ model }) => (model === null ? '' : `${model.width} x ${model.height}`),
  },
  {
    id: 'anchors',
    group: 'model',
    label: 'anchors fit the boxes',
    checks: ['model-anchors', 'model-anchors-count', 'model-anchors-differ', 'model-anchors-unused'],
    detail: () => '',
  },
  {
    id: 'weights',
    group: 'model',
    label: 'pretrained weights',
    checks: ['backup-missing', 'model-weights', 'model-scratch'],
    detail: () => '',
  },
  {
    id: 'schedule',
    group: 'model',
    label: 'length and steps by the rule',
    checks: ['model-length', 'model-long', 'model-rate', 'model-steps', 'model-burn-in'],
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
