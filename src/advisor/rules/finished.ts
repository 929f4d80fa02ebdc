import { lastResumable } from '../../run/selectors.ts';
import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { overFitting, whenOverFitted } from './overFitting.ts';
import { count, counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { points } from '../../words/fraction.ts';
import { number } from '../../words/number.ts';

/** The training is over. Where it still gained at the end, the plan was too short. */
export function finished(facts: Facts): RuleResult | null {
  const { over, run, best, at, unit, metric, metricName, mapText, curve, exit } = facts;
  if (!over) return null;
  // A plan that is done ended it, also where nobody saw the end.
  const ended = run.ended === null && exit === null && at === facts.planned ? 'complete' : run.ended;
  const outcome = best === null ? [] : [`best ${metricName} ${mapText(best.value)} at ${unit} ${count(best.at)}`];
  const gain = metric.isLoss ? null : lateGain(curve);
  const evidence = [
    ...(best === null ? [] : [`Best ${metricName}: ${mapText(best.value)} at ${unit} ${count(best.at)}.`]),
    ...(run.loss === null
      ? []
      : [`Training loss: ${number(run.loss.first)} at first, ${number(run.loss.last)} at the end.`]),
  ];
  if (ended === 'complete' && best !== null && at !== null && best.at >= at * 0.9 && gain !== null && gain > 0.01) {
    return {
      name: 'finished-still-rising',
      action: 'continue',
      headline: [...outcome, `+${points(gain)} in its last tenth`].join('; '),
      meaning: `The model was still getting better when the plan ended. Whether a longer plan gives more cannot be told from that: ${longerPlans}.`,
      evidence: [...evidence, `The last tenth of the training added ${points(gain)}.`],
      todo: [
        `Only if that is worth ${costOfHalf(facts, at)} to you: train again with a plan half as long again, or go on from the last weights with one.`,
      ],
    };
  }
  const end = `${endingOf(ended, exit)}${placeText(facts)}`;
  const ending = {
    name: 'finished',
    action: 'continue',
    words: endingWord(ended, exit),
    headline: [...outcome, end].join('; '),
    ...(ended === 'complete' || ended === 'early-stop' ? complete : brokenOff(facts)),
    evidence,
  } as const satisfies RuleResult;
  const overFit = overFitting(facts);
  if (overFit === null) return ending;
  const fell = `it fell ${points(facts.judgement?.overFit.fall ?? 0)} since`;
  return overFitted({ ...ending, headline: [...outcome, fell, end].join('; ') }, overFit);
}

/** Source: the pairs of one training with two planned lengths among the curves that the advisor is measured on. */
const longerPlans =
  'of 28 trainings that were done again with a longer one 43 % gained more than a point, others lost, and the mean gain was 0';

/** What half of a plan more would take, at the speed so far: `50 epochs more, about 3 h,`. */
function costOfHalf({ unit, trained }: Facts, length: number): string {
  const more = Math.max(1, Math.round(length / 2));
  const time = trained > 0 ? `, about ${duration((trained / length) * more)},` : '';
  return `${counted(more, unit)} more${time}`;
}

/** Where it ended, as ` in epoch 7` where that epoch has not come to its end, else as ` at epoch 6`. */
function placeText({ at, planned, unit, run }: Facts): string {
  if (at === null) return '';
  const isWithin = unit === 'epoch' && run.batches !== null && at !== planned;
  return isWithin ? ` in epoch ${count(run.batches!.epoch)}` : ` at ${unit} ${count(at)}`;
}

/** An ending after which the best is long past. */
function overFitted(
  ending: RuleResult & { readonly words: string },
  { evidence = [], causes = [] }: RuleResult,
): RuleResult {
  return {
    ...ending,
    name: 'finished-over-fitted',
    words: `${ending.words}, OVER-FITTED`,
    meaning: `${ending.meaning} Towards its end it learned the training images by heart: the best weights are the ones to keep, not the last.`,
    evidence: [...evidence, ...(ending.evidence ?? [])],
    causes,
    todo: ['Keep the best weights, not the last, and test them on images that were in neither set.', ...whenOverFitted],
  };
}

const complete = {
  meaning: 'The training is over.',
  todo: ['Test the best weights on images that were in neither set.'],
};

/** It ended before its plan did: stopped, or gone for an unknown reason. */
function brokenOff({ at, planned, unit, run }: Facts): Pick<RuleResult, 'meaning' | 'todo'> {
  const rest = at === null || planned === null || at >= planned ? null : planned - at;
  const saved = lastResumable(run);
  const before =
    rest === null
      ? 'The training ended before it said that it was done.'
      : `The training ended ${counted(rest, unit)} before its plan was done.`;
  return {
    meaning: run.ended === 'unknown' ? `${before} ${unknownReason}` : before,
    todo: [
      saved === null
        ? 'Nothing was announced as saved: look for weights before you start again.'
        : `Go on from ${saved.path}, or test what there is.`,
      ...(run.best === null ? [] : ['Test the best weights on images that were in neither set.']),
    ],
  };
}

const unknownReason = 'What it logged does not say why: early stopping, an error and an end by hand look alike there.';

/** What became of it, for a person: only a plan that was done has finished. */
function endingWord(ended: Facts['run']['ended'], exit: Facts['exit']): string {
  if (ended === 'complete') return 'FINISHED';
  return (exit !== null && exit.signal !== null) || ended === 'interrupted' ? 'STOPPED' : 'ENDED';
}

function endingOf(ended: Facts['run']['ended'], exit: Facts['exit']): string {
  if (ended === 'complete') return 'finished';
  if (ended === 'early-stop') return "ended by the trainer's own early stopping";
  if (exit !== null && exit.signal !== null) return `stopped by ${exit.signal}`;
  if (ended === 'interrupted') return 'interrupted';
  if (ended === 'unknown') return 'ended';
  return exit?.code === 0 ? 'exited' : 'the process is gone';
}

/** How much the best mAP rose over the last tenth of the training; null with too few evaluations. */
function lateGain(curve: Facts['curve']): number | null {
  const last = curve.at(-1);
  if (last === undefined || curve.length < 5) return null;
  const early = curve.filter((point) => point.at < last.at * 0.9);
  if (early.length === 0) return null;
  const best = (part: Facts['curve']) => Math.max(...part.map((point) => point.value));
  return Math.max(0, best(curve) - best(early));
}
