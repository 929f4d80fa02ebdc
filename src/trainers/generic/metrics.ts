/** What a row of `--metric NAME=REGEX` can name. */
export const metricNames = [
  'loss',
  'batch-loss',
  'val-loss',
  'map50',
  'map50-95',
  'precision',
  'recall',
  'f1',
  'iou',
  'iteration',
  'epoch',
  'iterations',
  'epochs',
  'lr',
  'seconds',
] as const;

export type MetricName = (typeof metricNames)[number];

/** Whether a name is none of `metricNames`: it is that of a figure that only the user knows. */
export function isOwnMetric(name: string): boolean {
  return !metricNames.some((known) => known === name);
}

/** One metric of an unknown trainer, and the form in which its log prints it. */
export interface MetricRow {
  /** One of `metricNames`, or the user's own name for a figure of an evaluation. */
  readonly metric: string;
  /** The number as it is printed, and where in the text it ends; null where the text does not have the form. */
  readonly find: (text: string) => PrintedNumber | null;
}

export interface PrintedNumber {
  readonly printed: string;
  readonly end: number;
}

// Two repeats of the same characters never stand side by side, and what looks back comes behind a literal: so the work
// is in proportion to the length of the line.

/** Where a comma stands for the point (`0,123`), the digits before it are another number. */
const number = String.raw`([-+]?(?:\d+\.\d*|\d+(?!\d|,\d)|\.\d+)(?:e[-+]?\d+)?|[-+]?nan|[-+]?inf(?:inity)?)`;
const assigned = String.raw`(?:\s*(?:[:=]|\bis\b)\s*|\s+(?=[-+]?(?:\d*\.\d|nan|inf)))`;
const counted = String.raw`\s*(?:[:=#]\s*)?(?:[[(]\s*)?`;
/**
 * `at epoch 3` and `best epoch: 3` say where something was, not where the training is; `?epoch=3` asks a web server.
 */
const now = String.raw`(?=epoch|iter|step|global|batch)(?<![\w?&-])(?<!\b(?:best|at|from|since|until|after|every|last)[ _]+)`;
const whole = String.raw`(\d+)(?!\d|\.\d)`;
const total = String.raw`\d+\s*(?:/|of)\s*(\d+)`;
const validation = String.raw`(?:val|valid|validation|eval|test|dev)`;
const training = String.raw`(?:train|training|total|avg|average|mean|running)`;
const half = String.raw`(?:iou\s*=\s*)?(?:0?\.50?|50)`;
/** Parts of a loss, where they are set apart from it by a blank. */
const part = String.raw`(?:cls|class|classification|box|bbox|reg|regression|obj|objectness|iou|giou|dfl|l1|rpn|mask|conf|loc|localization|localisation|centerness|aux)`;

/** A form that people print without having agreed on it. Matching is blind to case. */
function form(metric: MetricName, pattern: string): MetricRow {
  const regex = new RegExp(pattern, 'di');
  return {
    metric,
    find: (text) => {
      const match = regex.exec(text);
      const place = match?.indices?.[1];
      return match?.[1] === undefined || place === undefined ? null : { printed: match[1], end: place[1] };
    },
  };
}

/**
 * The forms that are known without being taught. What a plain `mAP` is over cannot be known, so it is not among them.
 */
export const commonForms: readonly MetricRow[] = [
  form('epoch', `${now}epoch${counted}${whole}`),
  form('epochs', `${now}epoch${counted}${total}`),
  form('iteration', `${now}(?:iter|iteration|step|global[ _]step)${counted}${whole}`),
  form('iterations', `${now}(?:iter|iteration|step|global[ _]step)${counted}${total}`),
  form('iteration', String.raw`${now}batch${counted}(\d+)\s*(?:/|of)\s*\d`),
  form('iterations', `${now}batch${counted}${total}`),
  form('loss', String.raw`(?<![\w/.-])(?:${training}[ _/.-]){1,3}loss${assigned}${number}`),
  form('loss', String.raw`(?=loss)(?<![\w/.-])(?<!\b(?:${validation}|${part})[ _/.-]?)loss${assigned}${number}`),
  form('val-loss', String.raw`(?<![\w/])${validation}[ _/.-]?(?:total[ _])?loss${assigned}${number}`),
  form('map50-95', String.raw`(?<!\w)m?ap[@_ ]?[[(]?${half}\s*[-:]\s*(?:0?\.)?95[\])]?${assigned}${number}`),
  form('map50', String.raw`(?<!\w)m?ap[@_ ]?[[(]?${half}(?!\s*[-:]\s*(?:0?\.)?95)[\])]?${assigned}${number}`),
  form('precision', String.raw`(?<!\w)precision${assigned}${number}`),
  form('recall', String.raw`(?<!\w)recall${assigned}${number}`),
  form('iou', String.raw`(?<!\w)(?:mean[ _]?|avg[ _]?|m)?iou${assigned}${number}`),
  form('lr', String.raw`(?<!\w)(?:lr|learning[ _]rate)${assigned}${number}`),
];
