import { position } from '../../run/reduce.ts';
import { hasDiverged } from '../../run/selectors.ts';
import { recentPoints } from '../../run/series.ts';
import type { Finding } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { amount, count, counted, duration, percent } from '../words.ts';

/** The trainer itself said that it cannot go on, whatever its exit status was, or it exited with a status that says so. */
export function failed({ run, state, exit }: Facts): Finding | null {
  const status = exit !== null && exit.code !== null && exit.code !== 0 ? exit.code : null;
  if (state !== 'failed' && (status === null || run.ended !== null)) return null;
  const fault = run.faults.findLast((each) => each.fatal) ?? run.faults.at(-1);
  const left = status === null ? [] : [`The trainer exited with status ${status}.`];
  return {
    name: 'failed',
    action: 'stop',
    headline: fault?.text ?? `the trainer exited with status ${status}`,
    meaning: 'The trainer gave up with an error. What it saved before that is still there.',
    evidence: [...(fault === undefined ? [] : [`Its last complaint in the log: ${fault.text}`]), ...left],
    todo: ['Mend what the message names and start again; go on from the last checkpoint where there is one.'],
  };
}

/**
 * The training loss is no number for two readings in a row. A single one, and any number of non-finite *validation* losses or region lines,
 * happens in healthy trainings.
 */
export function diverged({ run, unit }: Facts): Finding | null {
  if (!hasDiverged(run)) return null;
  const { readings, since } = run.nonFinite!;
  const rate = run.learningRate;
  return {
    name: 'diverged',
    action: 'stop',
    headline: `the training loss is not a number since ${unit} ${count(since)} (${count(readings)} readings)`,
    meaning:
      'The weights are destroyed: no further training will bring them back, and the next save overwrites good weights with broken ones.',
    evidence: [
      `${counted(readings, 'reading')} of the training loss in a row ${readings === 1 ? 'was' : 'were'} nan or inf, the first at ${unit} ${count(since)}.`,
      ...(run.loss === null
        ? []
        : [`The last finite loss was ${amount(run.loss.last)}, the lowest ${amount(run.loss.min)}.`]),
    ],
    causes: [
      `a learning rate that is too high${rate === null ? '' : ` (it is ${amount(rate)} now)`}`,
      'a burn-in or warm-up that is too short',
      'broken labels: boxes outside the image, of zero size, or not numbers',
      'mixed precision overflow',
    ],
    todo: [
      'Stop now, before the last good weights are overwritten, and copy what is saved.',
      'Divide the learning rate by 10, or lengthen the burn-in, and go on from weights saved before it happened.',
      'Check the labels of the training set.',
    ],
  };
}

/**
 * mAP50 stays below .001. Of 468 healthy runs 4.9 % were below it at their tenth evaluation, so that only warns. To be condemned takes 40 % of
 * the plan and 32 evaluations: at 20 % and 20, three in 161 healthy runs of the corpus would have been, at this one. A loss that does not
 * fall either shortens it to 25 %; no less, as healthy YOLOv5 runs do that too.
 */
export function neverStarted(facts: Facts): Finding | null {
  const { run, plannedEvaluations, settings } = facts;
  const judged = run.evaluations.slice(settings.ignoreFirst).filter((evaluation) => evaluation.map50 !== null);
  const total = plannedEvaluations ?? 0;
  const best = Math.max(0, ...judged.map((evaluation) => evaluation.map50!));
  if (judged.length === 0) return null;
  if (facts.over && best < leastAtTheEnd) return neverStartedAtAll(best, judged.length);
  if (best >= leastMap) return null;
  const flat = lossFellBy(facts);
  const warnAt = Math.max(10, 0.1 * total);
  const stopAt = flat !== null && flat < 0.05 ? Math.max(25, 0.25 * total) : Math.max(32, 0.4 * total);
  if (judged.length < warnAt) return null;
  const stop = judged.length > stopAt;
  return {
    name: stop ? 'never-started' : 'not-started-yet',
    action: stop ? 'stop' : 'watch',
    headline: `mAP50 is still ${percent(best, 2)} after ${counted(judged.length, 'evaluation')}`,
    meaning: stop
      ? 'The model finds nothing. Nearly every training that gets anywhere is off zero by now.'
      : 'The model finds nothing yet. One healthy training in twenty looks like this here, so it is a warning, not a sentence.',
    evidence: [
      `Best mAP50 so far: ${percent(best, 2)} over ${counted(judged.length, 'evaluation')}.`,
      ...(flat === null ? [] : [`The training loss has fallen by ${percent(Math.max(0, flat))} since the warm-up.`]),
    ],
    against: stop ? [] : ['4.9 % of trainings that ended well were still below 0.1 % at their tenth evaluation.'],
    causes: whyItDoesNotStart,
    todo: [
      'Look at ten training images with their boxes drawn in.',
      'Check that the validation set has labels and the same classes.',
      'Start from pretrained weights, or with ten times the learning rate for a short trial.',
    ],
  };
}

const whyItDoesNotStart: readonly string[] = [
  'labels that do not match the images, or class numbers that do not match the names',
  'a learning rate that is far too low or too high',
  'a validation set of other classes, or with no labels',
  'anchors or an input size far from the size of the objects',
];

const leastMap = 0.001;
/** A plan that ended below one percent of mAP50 has trained nothing, even where a few boxes fell on objects by chance. */
const leastAtTheEnd = 0.01;

function neverStartedAtAll(best: number, evaluations: number): Finding {
  return {
    name: 'never-started',
    action: 'stop',
    headline: `it ended with a best mAP50 of ${percent(best, 2)}: it never got going`,
    meaning:
      'The plan is over and the model finds next to nothing. Either it was far too short, or something is wrong with the data.',
    evidence: [`Best mAP50: ${percent(best, 2)} over ${counted(evaluations, 'evaluation')}.`],
    causes: ['a plan that was too short', ...whyItDoesNotStart],
    todo: [
      'Check the labels and the classes of both sets first; then train several times as long, from pretrained weights.',
    ],
  };
}

/** A process that lives but has written nothing for long: at least a minute, ten times its usual gap, three times its longest so far. */
export function stalled({ run, now, alive, state, quietSince, at, unit }: Facts): Finding | null {
  if (alive === false || state !== 'running' || quietSince === null || run.lines === 0) return null;
  const gaps = run.gaps.toSorted((left, right) => left - right);
  const median = gaps[gaps.length >> 1] ?? 0;
  const limit = Math.max(60, 10 * median, 3 * (gaps.at(-1) ?? 0));
  const quiet = now - quietSince;
  if (quiet < limit) return null;
  return {
    name: 'stalled',
    action: 'watch',
    headline: `nothing written for ${duration(quiet)}${at === null ? '' : ` (at ${unit} ${count(at)})`}`,
    meaning:
      'The process is there, but its log does not grow. It may be waiting for a disk, a lock or an answer, or evaluating a large set.',
    evidence: [
      `The last line came ${duration(quiet)} ago${median > 0 ? `; usually one comes every ${duration(Math.max(1, median))}` : ''}.`,
    ],
    causes: [
      'a full disk',
      'a data loader that hangs',
      'a question on the terminal that nobody answers',
      'a GPU that fell off the bus',
    ],
    todo: ['Look at the last lines of the log, at the GPU and at the free disk space.'],
  };
}

/** How much the headline loss fell since the warm-up, as a fraction of what it was then; null when there is too little to compare. */
function lossFellBy({ run }: Facts): number | null {
  const series = run.series.get('loss');
  if (series === undefined || series.count < 20) return null;
  const { x, y } = recentPoints(series);
  const warm = run.plan.warmUp ?? Math.round((position(run) ?? 0) * 0.1);
  const start = series.buckets.find((bucket) => bucket.from >= warm)?.mean ?? y[x.findIndex((place) => place >= warm)];
  const last = y.at(-1);
  if (start === undefined || last === undefined || !Number.isFinite(start) || !Number.isFinite(last) || start <= 0)
    return null;
  return (start - last) / start;
}
