import { position } from '../../run/reduce.ts';
import { recentPoints } from '../../run/series.ts';
import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { counted } from '../../words/count.ts';
import { percent } from '../../words/fraction.ts';

/**
 * mAP50 stays below .001. Of 429 complete runs 4.7 % were below it at their tenth evaluation, so that only warns. To be
 * condemned takes 40 % of the plan and 32 evaluations: of 431 complete runs three would have been at 20 % and 20, and
 * found their way later; at these, one. A loss that does not fall either shortens it to 25 %; no less, as healthy
 * YOLOv5 runs do that too.
 */
export function neverStarted(facts: Facts): RuleResult | null {
  const { run, plannedEvaluations, settings } = facts;
  const judged = run.evaluations.slice(settings.ignoreFirst).filter((evaluation) => evaluation.map50 !== null);
  const total = plannedEvaluations ?? 0;
  const best = Math.max(0, ...judged.map((evaluation) => evaluation.map50!));
  if (judged.length === 0) return null;
  if (facts.done && best < minMapAtEnd) return neverStartedAtAll(best, judged.length);
  if (best >= minMap) return null;
  const flat = lossFellBy(facts);
  const warnAt = Math.max(10, 0.1 * total);
  const stopAt = flat !== null && flat < 0.05 ? Math.max(25, 0.25 * total) : Math.max(32, 0.4 * total);
  if (judged.length < warnAt) return null;
  const stop = judged.length > stopAt;
  if (facts.over && !stop) return null;
  return {
    name: stop ? 'never-started' : 'not-started-yet',
    action: stop ? 'stop' : 'watch',
    headline: `mAP50 is still ${percent(best, 2)} after ${counted(judged.length, 'evaluation')}`,
    meaning: stop
      ? 'The model finds nothing. Nearly every training that ends well has a mAP above zero by now.'
      : 'The model finds nothing yet. One healthy training in twenty looks like this here, so look before you stop it.',
    evidence: [
      `Best mAP50 so far: ${percent(best, 2)} over ${counted(judged.length, 'evaluation')}.`,
      ...(flat === null ? [] : [`The training loss has fallen by ${percent(Math.max(0, flat))} since the warm-up.`]),
    ],
    against: stop ? [] : ['4.7 % of trainings that ran to their end were still below 0.1 % at their tenth evaluation.'],
    causes: whyItDoesNotStart,
    todo: [
      ...(stop ? ['Stop it: there is nothing to lose.'] : []),
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

const minMap = 0.001;
/**
 * A plan that ended below one percent of mAP50 has trained nothing, even where a few boxes fell on objects by chance.
 */
const minMapAtEnd = 0.01;

function neverStartedAtAll(best: number, evaluations: number): RuleResult {
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

/**
 * How much the headline loss fell since the warm-up, as a fraction of what it was then; null when there is too little
 * to compare.
 */
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
