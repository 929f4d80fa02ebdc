import type { Evaluation } from './run.ts';

/** A figure of an evaluation by which a training can be judged. */
export interface JudgedMetric {
  /** As its user names it: `map50-95`, `ap:helmet`, `0.1*map50+0.9*map50-95`. */
  readonly name: string;
  /** As people write it: `mAP50-95`, `AP of helmet`. */
  readonly title: string;
  /** A loss: lower is better, and it has no upper end. */
  readonly isLoss: boolean;
  /** Made of mAP alone, which is what the odds were measured on. */
  readonly isMap: boolean;
  /** The figures in it that no trainer is known to print: they are read where `--metric NAME=REGEX` teaches them. */
  readonly taught: readonly string[];
  /** A fraction, or a loss; null where the evaluation does not have it. */
  readonly valueOf: (evaluation: Evaluation) => number | null;
}

/**
 * The metric that a user names: a figure, also one of the user's own, `ap:CLASS` for one class, or a weighted sum of
 * these such as `0.1*map50+0.9*map50-95`. Asked twice for the same it returns the same object.
 * @throws Error that says what can be named, where this names none.
 */
export function metricOf(name: string): JudgedMetric {
  const known = metrics.get(name);
  if (known !== undefined) return known;
  const metric = singleOf(name) ?? sumOf(name);
  if (metric === null) throw noMetric(name);
  if (metrics.size < maxMetrics) metrics.set(name, metric);
  return metric;
}

/**
 * The same where the figures of the user's own are those in `taught`.
 * @throws Error also where it names another, as one that is misspelt.
 */
export function knownMetricOf(name: string, taught: readonly string[]): JudgedMetric {
  const metric = metricOf(name);
  const unknown = metric.taught.find((each) => !taught.includes(each));
  if (unknown !== undefined) throw noMetric(unknown, [`what --metric '${unknown}=REGEX' teaches`]);
  return metric;
}

function noMetric(name: string, further: readonly string[] = []): Error {
  const sum = 'a weighted sum such as 0.1*map50+0.9*map50-95';
  const choices = [`one of ${figureNames.join(', ')}`, 'ap:CLASS for one class', sum, ...further];
  return new Error(`${name} is no metric: it must be ${choices.slice(0, -1).join(', ')}, or ${choices.at(-1)}.`);
}

/** Whether `metricOf` knows it. */
export function isMetric(name: string): boolean {
  return singleOf(name) !== null || sumOf(name) !== null;
}

const metrics = new Map<string, JudgedMetric>();
/** Names come from outside. */
const maxMetrics = 100;

/** What the user's own figure can be called. */
export const ownFigure = /^[A-Za-z][\w-]*$/;

const figures: Readonly<Record<string, Omit<JudgedMetric, 'name' | 'taught'>>> = {
  'map50-95': { title: 'mAP50-95', isLoss: false, isMap: true, valueOf: ({ map50To95 }) => map50To95 },
  map50: { title: 'mAP50', isLoss: false, isMap: true, valueOf: ({ map50 }) => map50 },
  precision: { title: 'precision', isLoss: false, isMap: false, valueOf: ({ precision }) => precision },
  recall: { title: 'recall', isLoss: false, isMap: false, valueOf: ({ recall }) => recall },
  f1: { title: 'F1', isLoss: false, isMap: false, valueOf: (evaluation) => evaluation.f1 ?? fScore(evaluation, 1) },
  f2: { title: 'F2', isLoss: false, isMap: false, valueOf: (evaluation) => fScore(evaluation, 2) },
  iou: { title: 'IoU', isLoss: false, isMap: false, valueOf: ({ iou }) => iou },
  'val-loss': {
    title: 'validation loss',
    isLoss: true,
    isMap: false,
    valueOf: ({ validationLoss }) => validationLoss,
  },
};

/** Every figure that can be named. */
const figureNames: readonly string[] = Object.keys(figures);

/** The F-score that weighs recall `beta` times as much as precision; null where either is not known. */
function fScore({ precision, recall }: Evaluation, beta: number): number | null {
  if (precision === null || recall === null) return null;
  const weight = beta ** 2;
  const sum = weight * precision + recall;
  return sum === 0 ? 0 : ((1 + weight) * precision * recall) / sum;
}

function singleOf(name: string): JudgedMetric | null {
  const figure = Object.hasOwn(figures, name) ? figures[name] : undefined;
  if (figure !== undefined) return { name, taught: [], ...figure };
  const other = { name, isLoss: false, isMap: false };
  if (ownFigure.test(name))
    return { ...other, title: name, taught: [name], valueOf: ({ taught }) => ownOf(taught, name) };
  const ofClass = /^ap:(.+)$/.exec(name)?.[1];
  if (ofClass === undefined) return null;
  return { ...other, title: `AP of ${ofClass}`, taught: [], valueOf: ({ classAps }) => apOf(classAps, ofClass) };
}

function ownOf(taught: Evaluation['taught'], name: string): number | null {
  return taught !== undefined && Object.hasOwn(taught, name) ? taught[name]! : null;
}

function apOf(aps: Evaluation['classAps'], name: string): number | null {
  const ap = aps?.values[aps.names.indexOf(name)];
  return ap === undefined || Number.isNaN(ap) ? null : ap;
}

/** `0.1*map50+0.9*map50-95`: weights over 0 that are taken as shares, so that a sum of fractions is one. */
function sumOf(name: string): JudgedMetric | null {
  const terms = name.split('+').map((term) => {
    const [, weight, factor] = /^(\d*\.?\d+)\*(.+)$/.exec(term.trim()) ?? [];
    const metric = factor === undefined ? null : singleOf(factor.trim());
    return metric === null || metric.isLoss || !(Number(weight) > 0) ? null : { weight: Number(weight), metric };
  });
  const known = terms.filter((term) => term !== null);
  if (known.length < terms.length) return null;
  const whole = known.reduce((sum, { weight }) => sum + weight, 0);
  return {
    name,
    title: known.map(({ weight, metric }) => `${weight} ${metric.title}`).join(' + '),
    isLoss: false,
    isMap: known.every(({ metric }) => metric.isMap),
    taught: known.flatMap(({ metric }) => metric.taught),
    valueOf: (evaluation) =>
      known.reduce<number | null>((sum, { weight, metric }) => {
        const value = metric.valueOf(evaluation);
        return sum === null || value === null ? null : sum + (weight / whole) * value;
      }, 0),
  };
}
