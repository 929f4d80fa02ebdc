import { position } from '../../run/reduce.ts';
import type { Finding } from '../compose.ts';
import type { Facts } from '../facts.ts';
import type { Forecast } from '../model/forecast.ts';
import { count, counted, duration, percent, points } from '../words.ts';

/**
 * Both witnesses of over-fitting, and the best lies at least a tenth of the plan back. The witnesses alone are no reason to stop: of the 44
 * runs of the corpus that had both at some time, 19 beat their best by more than a point later. So it is watched until the measured model
 * sees no gain ahead either, or, where there is no plan that the model could judge by, until the fall is large.
 */
export function overFitting({ best, judgement, at, planned, unit, metricName, mapText }: Facts): Finding | null {
  if (judgement === null || !judgement.overFit.found || best === null || at === null) return null;
  if (at - best.at < 0.1 * (planned ?? at)) return null;
  const { fall, loss, noise } = judgement.overFit;
  return {
    name: 'over-fitting',
    action: judgement.stop.advised || judgement.overFitSure ? 'may-stop' : 'watch',
    headline: `${metricName} fell ${points(fall)} from its best (${mapText(best.value)} at ${unit} ${count(best.at)}), and the training loss still falls`,
    meaning:
      'The model now learns the training pictures by heart: it gets better on them and worse on all others. Keep the best weights, not the last.',
    evidence: [
      `${metricName}, smoothed, is ${points(fall)} below its best${noise > 0 ? `; noise explains about ${points(noise)}` : ''}.`,
      ...(loss === null ? [] : [`${capitalised(loss)}.`]),
      `The best lies ${counted(at - best.at, unit)} back.`,
    ],
    against: chanceAgainst(judgement),
    causes: [
      'too few or too similar training pictures',
      'wrong labels, which can only be learnt by heart',
      'a model that is too large for the data',
    ],
    todo: [
      'Keep the best weights and stop, or let it run out if the time costs nothing.',
      'Check the labels of the training set.',
      'Add pictures, variety and augmentation before training longer.',
    ],
  };
}

/** The rest of the plan is not worth its time any more, on two checks in a row. */
export function plateau({ best, judgement, at, unit, metricName, mapText, left, settings }: Facts): Finding | null {
  if (judgement === null || !judgement.stop.advised || judgement.worthwhile === null || best === null || at === null)
    return null;
  const chance = percent(judgement.worthwhile, 0);
  return {
    name: 'plateau',
    action: 'may-stop',
    headline: `no gain for ${counted(at - best.at, unit)} (best ${metricName} ${mapText(best.value)} at ${count(best.at)}), ${chance} chance of more than ${points(settings.minGain)}`,
    meaning:
      'The model has stopped getting better, and trainings that looked like this one seldom gained more by going on.',
    evidence: [
      `The chance that the rest of the plan adds more than ${points(settings.minGain)} of mAP is ${chance}${left === null ? '' : `, for another ${duration(left)}`}.`,
      ...reasons(judgement, -1),
    ],
    against: [...(judgement.held === null ? [] : [`${capitalised(judgement.held)}.`]), ...reasons(judgement, 1)],
    causes: [
      'the model has learnt what this data set can teach it',
      'the learning rate is too small to move it any further',
    ],
    todo: [
      'Stop and keep the best weights.',
      'To get further: check the labels, add variety to the worst classes, then try a larger image size or model, then more data.',
    ],
  };
}

/** The last evaluations dipped far below the best: 91 % of such runs beat their best later. */
export function unstable({ best, curve, metricName, mapText, unit }: Facts): Finding | null {
  const last = curve.at(-1);
  if (last === undefined || best === null || best.value < 0.05 || last.value >= best.value * 0.7) return null;
  return {
    name: 'unstable',
    action: 'continue',
    headline: `${metricName} dipped to ${mapText(last.value)}, ${percent(1 - last.value / best.value, 0)} below its best: wait`,
    meaning:
      'One evaluation is far below the best. A third of all trainings do this at some time, and nine in ten of them beat their best later.',
    evidence: [`Best ${mapText(best.value)} at ${unit} ${count(best.at)}, now ${mapText(last.value)}.`],
    todo: ['Wait for a few more evaluations. If it happens again and again, lower the learning rate.'],
  };
}

/** The end is near and the learning rate has come down: this is where a schedule pays. */
export function finalPhase({
  run,
  best,
  progress,
  planned,
  left,
  unit,
  metricName,
  mapText,
  judgement,
}: Facts): Finding | null {
  if (progress === null || planned === null || progress < 0.85 || !learningRateFell(run)) return null;
  const at = position(run) ?? 0;
  return {
    name: 'final-phase',
    action: 'continue',
    headline: `only ${counted(planned - at, unit)}${left === null ? '' : ` (${duration(left)})`} left, and the learning rate is low: finish it`,
    meaning:
      'The end of the schedule, where the learning rate is small, is where trainings gain what was only noise before.',
    evidence: [
      ...(best === null ? [] : [`Best ${metricName} so far: ${mapText(best.value)}.`]),
      ...(judgement?.forecast ? [forecastLine(judgement.forecast, mapText)] : []),
    ],
  };
}

/** Nothing stands out: what more there is to gain, and for how long. */
export function progressing(facts: Facts): Finding {
  const { best, at, unit, metricName, mapText, curve, planned, judgement, left } = facts;
  const last = curve.at(-1);
  if (best === null || last === undefined || at === null) {
    return {
      name: 'too-few-points',
      action: 'continue',
      headline: 'not enough has been measured yet',
      meaning: 'Go on.',
    };
  }
  const since = at - best.at;
  const slow = since >= 0.1 * (planned ?? at);
  const gain = judgement?.expected ?? null;
  const ahead = gain === null ? '' : `, about +${points(gain)} still to come`;
  return {
    name: slow ? 'slowing' : 'improving',
    action: 'continue',
    headline: slow
      ? `no new best for ${counted(since, unit)} (best ${metricName} ${mapText(best.value)} at ${count(best.at)})${ahead}`
      : `${metricName} ${mapText(last.value)}, best ${mapText(best.value)} at ${unit} ${count(best.at)}${ahead}`,
    meaning: slow
      ? 'The gain has become small or has paused. That is common in the middle of a schedule and no reason to stop by itself.'
      : 'The model is getting better.',
    evidence: [
      `Best ${metricName}: ${mapText(best.value)} at ${unit} ${count(best.at)}; now ${mapText(last.value)}.`,
      ...(gain === null ? [] : [gainLine(gain, left)]),
      ...(judgement?.forecast ? [forecastLine(judgement.forecast, mapText)] : []),
      ...(judgement === null ? [] : reasons(judgement, 1)),
    ],
    against: [
      ...(judgement === null
        ? ['The planned length is not known, so nobody can say what is still to come.']
        : reasons(judgement, -1)),
      ...leakage(facts),
    ],
  };
}

/** mAP50 above .97 within the first tenth of a plan is too good: the validation pictures may be in the training set. */
function leakage({ curve, planned, metricName, mapText }: Facts): string[] {
  const early = curve.find((point) => point.value > 0.97 && planned !== null && point.at <= 0.1 * planned);
  if (early === undefined || metricName !== 'mAP50') return [];
  return [
    `${metricName} was ${mapText(early.value)} within the first tenth: check that no validation picture is in the training set.`,
  ];
}

function gainLine(gain: number, left: number | null): string {
  // Below an hour, a gain per hour would be a figure that nobody can collect.
  const hourly = left !== null && left >= 3600 ? `: ${points(gain / (left / 3600))} per hour` : '';
  return `Trainings that looked like this one gained ${points(gain)} more on average by the end of their plan${hourly}.`;
}

function forecastLine({ low, mid, high }: Forecast, mapText: Facts['mapText']): string {
  return `The best by the planned end will be about ${mapText(mid)}, in four of five trainings between ${mapText(low)} and ${mapText(high)}.`;
}

/** The strongest reasons of the model in one direction (1 raises the chance of a gain, -1 lowers it), in words. */
function reasons({ outlook }: NonNullable<Facts['judgement']>, direction: 1 | -1): string[] {
  if (outlook === null) return [];
  return outlook.contributions
    .filter(({ effect, value }) => value !== null && effect * direction > 0.01)
    .slice(0, 3)
    .map(({ words, effect, unusual }) => {
      const side = unusual === 0 ? '' : unusual > 0 ? ' (above the usual)' : ' (below the usual)';
      return `${capitalised(words)}${side}: ${effect > 0 ? 'raises' : 'lowers'} the chance of another point by ${Math.abs(effect * 100).toFixed(0)} points.`;
    });
}

function chanceAgainst({ worthwhile, chances }: NonNullable<Facts['judgement']>): string[] {
  if (worthwhile === null || chances === null) return [];
  return [`The chance of still gaining more than a point by the planned end is ${percent(chances['0.01'], 0)}.`];
}

/** The learning rate is below half of the highest it has been. */
function learningRateFell(run: Facts['run']): boolean {
  const rates = run.evaluations.map((evaluation) => evaluation.learningRate ?? 0);
  const highest = Math.max(0, ...rates);
  return run.learningRate !== null && highest > 0 && run.learningRate < 0.5 * highest;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
