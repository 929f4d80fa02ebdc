import { isKnown } from '../run/selectors.ts';
import type { Facts } from './facts.ts';
import type { Pattern, VerdictName } from './verdict.ts';

/** Which of the guide's patterns a training shows; null for none. */
export function patternOf(facts: Facts, name: VerdictName): Pattern | null {
  if (name === 'diverged' || name === 'failed' || name === 'stalled') return null;
  if (facts.judgement?.overFit.found === true) return overtraining(facts);
  if (isFlat(facts)) return lowVariance(facts);
  return isTooShort(facts, name) ? insufficientData(facts) : null;
}

function overtraining({ found }: Facts): Pattern {
  return {
    name: 'overtraining',
    text: `Overtraining: it still gets better on the training images and worse on others${because(found?.size)}. With a fixed camera and fixed light that may be what you want.`,
    todo: ['Keep the best weights, not the last.', 'Add images and variety before training longer.'],
  };
}

function lowVariance({ found }: Facts): Pattern {
  return {
    name: 'low variance',
    text: `Low variance: the loss is flat and the mAP hardly moves, as with images that are too alike${because(found?.variety)}.`,
    todo: ['Take near copies out; add images without objects and rare cases (other light, angle, size, background).'],
  };
}

function insufficientData({ found }: Facts): Pattern {
  return {
    name: 'insufficient data',
    text: `Insufficient data: too few points, or too short a run, to show what this data set can do${because(found?.size)}.`,
    todo: ['Train longer, add images, and validate on images of real variety.'],
  };
}

function because(found: readonly string[] | undefined): string {
  return found === undefined || found.length === 0 ? '' : ` (the check found ${found.slice(0, 2).join(' and ')})`;
}

/**
 * Over the last third of at least twelve evaluations the training loss moved by less than 3 % and the mAP by less than
 * a point.
 */
function isFlat({ run, curve, best, metric }: Facts): boolean {
  const recent = curve.slice(-Math.ceil(curve.length / 3));
  if (metric.isLoss || curve.length < 12 || best === null || best.value < 0.1) return false;
  const values = recent.map(({ value }) => value);
  const losses = run.evaluations
    .slice(-recent.length)
    .map(({ trainLoss }) => trainLoss)
    .filter(isKnown);
  if (losses.length < 4) return false;
  const lossMoved = Math.max(...losses) - Math.min(...losses);
  return lossMoved < 0.03 * Math.max(...losses) && Math.max(...values) - Math.min(...values) < 0.01;
}

/** It is over with fewer than ten evaluations, or ended while it still rose. */
function isTooShort({ over, curve, done }: Facts, name: VerdictName): boolean {
  return name === 'finished-still-rising' || (over && done && curve.length > 0 && curve.length < 10);
}
