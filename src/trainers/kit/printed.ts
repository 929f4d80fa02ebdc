import type { EpochRead, EvaluationRead, IterationRead } from '../../run/events.ts';
import { numberOf } from './numbers.ts';

/** A number as Python prints it, for building a line's grammar: signs, exponents, `nan`, `inf`. */
export const numberPattern = String.raw`[-+]?(?:\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|[nN]a[nN]|[iI]nf(?:inity)?)`;

/** A name with the number printed behind it, as `loss_cls: 0.4512` and `loss=0.45`. */
export interface Pair {
  readonly name: string;
  readonly value: number;
  /** The number as it stands there, for telling whether it was cut off. */
  readonly text: string;
}

/**
 * Every `name: number` of a text, in order. A number must end at a blank, a comma or the end of the text, so that
 * interleaved lines of two processes do not give numbers that were never printed.
 */
function pairsOf(text: string): Pair[] {
  return Array.from(text.matchAll(pair), ([, name, number]) => ({
    name: name!,
    value: numberOf(number!) ?? Number.NaN,
    text: number!,
  }));
}

/**
 * The same as a table by name, without a last number that may have been cut off: trainers that print a fixed number of
 * decimals print `0.45` only when the rest is missing. `nan` and `inf` are complete.
 */
export function wholePairsOf(text: string, decimals: number): Map<string, number> {
  const pairs = pairsOf(text);
  const last = pairs.at(-1);
  if (last !== undefined && text.endsWith(last.text) && !hasDecimals(last.text, decimals)) pairs.pop();
  return new Map(pairs.map(({ name, value }) => [name, value]));
}

/** Whether a number has at least this many decimals, or is `nan` or infinite. An exponent has two digits in Python. */
export function hasDecimals(number: string, decimals: number): boolean {
  const match = /^[-+]?\d+(?:\.(\d*))?([eE][-+]?\d{2,})?$/.exec(number);
  if (match === null) return /^[-+]?(?:nan|inf|infinity)$/i.test(number);
  return match[2] !== undefined || (match[1]?.length ?? 0) >= decimals;
}

/** Seconds in what Python prints of a timedelta: `0:00:21`, `12:03`, `1 day, 16:44:26`; null for anything else. */
export function durationOf(text: string): number | null {
  const match = /^(?:(\d+) days?, )?(?:(\d+):)?(\d+):(\d\d)(?:\.\d+)?$/.exec(text);
  if (match === null) return null;
  const [, days = '0', hours = '0', minutes, seconds] = match;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/**
 * A metric as events hold it: null where the trainer printed -1 or nan for what it could not compute, and where it is
 * no fraction, for nobody can tell
 * 0.9 from 0.9 % in a log that prints 41.2.
 */
export function metricOf(value: number | undefined): number | null {
  return value !== undefined && value >= 0 && value <= 1 ? value : null;
}

/**
 * The parts of a loss by short names: everything that is called a loss but the total, `loss_cls` as `cls`. Parts that
 * are no numbers are left out.
 */
export function partsOf(pairs: Iterable<readonly [string, number]>, totals: readonly string[]): Record<string, number> {
  const parts: Record<string, number> = {};
  for (const [name, value] of pairs) {
    if (totals.includes(name) || !/loss/i.test(name) || !Number.isFinite(value)) continue;
    const short = name.replace(/(?<![A-Za-z])loss_|_loss(?![A-Za-z])/i, '');
    parts[short] = value;
  }
  return parts;
}

/** An iteration of which only number and loss are known, to be spread. */
export const unknownIteration = {
  type: 'iteration',
  epoch: null,
  batchLoss: null,
  learningRate: null,
  seconds: null,
  images: null,
  remaining: null,
} as const satisfies Partial<IterationRead>;

/** An epoch of which only the number is known, to be spread. */
export const unknownEpoch = {
  type: 'epoch',
  loss: null,
  validationLoss: null,
  learningRate: null,
  seconds: null,
} as const satisfies Partial<EpochRead>;

/** An evaluation of which nothing is known, to be spread. */
export const unknownEvaluation = {
  type: 'evaluation',
  iteration: null,
  epoch: null,
  map50: null,
  map50To95: null,
  precision: null,
  recall: null,
  f1: null,
  iou: null,
  truePositives: null,
  falsePositives: null,
  falseNegatives: null,
} as const satisfies EvaluationRead;

const pair = new RegExp(String.raw`([A-Za-z][\w.@/-]{0,63}):[ ]+(${numberPattern})(?=[\s,]|$)`, 'g');
