import { type CheckId, checkIds } from './checks/checks.ts';
import type { DataFound } from '../advisor/facts.ts';
import type { CheckReport } from './checkTraining.ts';
import { wantedImages } from './database/classes.ts';
import { count, counted } from '../words/count.ts';
import { percent } from '../words/fraction.ts';

/**
 * Returns what to try once the budget is spent without reaching the target, cheapest first, each with what was found in
 * the data set.
 * Source of the order: AugeLab Studio, "When to Stop Training" (annotation accuracy, class variety, model and batch
 * size, data set size).
 */
export function adviceAfterBudget(report: CheckReport): readonly string[] {
  return [annotations(report), variety(report), model(report), size(report)];
}

/** Returns how often each of these checks found something: `12 boxes that are there twice`. */
function foundOf({ byCheck, findings }: CheckReport, words: Readonly<Partial<Record<CheckId, string>>>): string[] {
  return checkIds().flatMap((check) => {
    // What is wrong with several classes is one finding with a row for each.
    const rows = findings.find((finding) => finding.check === check)?.table.length ?? 0;
    const times = Math.max(byCheck[check] ?? 0, rows - 1);
    return words[check] === undefined || times === 0 ? [] : [`${count(times)} ${words[check]}`];
  });
}

function annotations(report: CheckReport): string {
  const found = foundOf(report, {
    'label-malformed': 'labels that cannot be read',
    'class-out-of-range': 'boxes of classes that do not exist',
    'box-outside': 'boxes outside their image',
    'box-over-edge': 'boxes that reach beyond it',
    'box-empty': 'boxes without a size',
    'box-tiny': 'boxes smaller than a pixel',
    'box-duplicate': 'boxes that are there twice',
    'box-two-classes': 'boxes with two classes',
    'label-missing': 'images without a label file',
    'labels-none': 'parts without any label',
    'label-form': 'forms of labels that the trainer does not read',
  });
  return found.length > 0
    ? `Fix the annotations first, which costs only time: ${found.join(', ')}.`
    : 'Review the annotations: every box is valid, but only a person sees boxes that are missing or loose.';
}

/** What speaks of images that are too alike, and of too few of them, as clauses. */
export function foundInData(report: CheckReport): DataFound {
  const { train, valid, classes } = report.statistics;
  const few = classes.filter((each) => each.train.images < wantedImages).length;
  return {
    variety: varietyFound(report),
    size: [
      ...(few === 0 ? [] : [`${counted(few, 'class', 'classes')} with fewer than ${count(wantedImages)} images`]),
      ...(valid === null || valid.images >= fewToValidate ? [] : [`only ${counted(valid.images, 'validation image')}`]),
      ...(few === 0 ? [] : [`${counted(train.images, 'training image')} in all`]),
    ],
  };
}

/** With fewer validation images a mAP is mostly noise. */
const fewToValidate = 50;

function varietyFound(report: CheckReport): string[] {
  return [
    ...foundOf(report, {
      'class-imbalance': 'classes out of balance with the commonest',
      'image-near-duplicate': 'images nearly the same as another',
      'image-duplicate': 'images that are copies',
      leakage: 'validation images in the training set',
    }),
    ...(report.statistics.train.negatives === 0 ? ['no image without objects'] : []),
  ];
}

function variety(report: CheckReport): string {
  const { classes } = report.statistics;
  const rarest = classes.toSorted((one, other) => one.train.objects - other.train.objects)[0];
  const found = varietyFound(report);
  const least =
    rarest === undefined ? '' : ` Begin with "${rarest.name}" (${counted(rarest.train.objects, 'object')}).`;
  return found.length > 0
    ? `Add variety to the classes: ${found.join(', ')}.${least}`
    : `Add variety to the classes that score worst.${least}`;
}

function model(report: CheckReport): string {
  const found = report.findings.filter(({ check }) => modelChecks.has(check));
  if (found.length > 0)
    return `Then the model and the batch: ${found.map(({ what }) => what.replace(/\.$/, '')).join('; ')}.`;
  return 'Then try a larger model, a larger input or another batch size: the settings do not rule these out.';
}

const modelChecks: ReadonlySet<CheckId> = new Set<CheckId>([
  'objects-small',
  'model-anchors',
  'model-batch-small',
  'model-length',
  'model-rate',
  'model-steps',
  'model-burn-in',
  'model-scratch',
]);

function size(report: CheckReport): string {
  const { train, classes } = report.statistics;
  const few = classes.filter((each) => each.train.images < wantedImages);
  if (few.length === 0) {
    return `Last, add more data: every class has the ${count(wantedImages)} images that the guides ask for, so this gains the least.`;
  }
  const share = percent(few.length / classes.length, 0);
  return `Last, add more data: ${count(few.length)} of ${count(classes.length)} classes (${share}) have fewer than ${count(wantedImages)} images, ${count(train.images)} in all.`;
}
