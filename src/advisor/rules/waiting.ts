import type { Run } from '../../run/run.ts';
import type { RuleResult } from '../compose.ts';
import { firstEpochOf } from '../../run/selectors.ts';
import type { Facts } from '../facts.ts';
import { count, counted } from '../../words/count.ts';
import { number } from '../../words/number.ts';

/** Nothing that a trainer prints has been seen yet. */
export function nothingRead({ at, run }: Facts): RuleResult | null {
  if (at !== null || run.evaluations.length > 0) return null;
  return {
    name: 'nothing-read',
    action: 'continue',
    headline: run.trainer === null ? 'no trainer recognised yet' : 'no iteration yet',
    meaning: 'The training has not printed its first numbers. Loading the data and the first step take a while.',
    todo: ['Wait a while; if nothing comes for minutes, read its log.'],
  };
}

/** The first epoch is under way: batches, a loss and a speed are all there is. */
export function firstEpoch({ run, planned }: Facts): RuleResult | null {
  const first = firstEpochOf(run);
  if (first === null || run.evaluations.length > 0) return null;
  const of = planned === null ? '' : ` of ${count(planned)}`;
  const batch = first.total === 0 ? '' : `, batch ${count(first.done)} of ${count(first.total)}`;
  const loss = first.loss === null ? '' : `, loss ${number(first.loss)}`;
  return {
    name: 'too-few-points',
    action: 'continue',
    headline: `epoch ${count(first.epoch)}${of}${batch}${loss}`,
    meaning: 'The first epoch is under way. Nothing can be told from a loss that falls: the model is tried at its end.',
    evidence: Object.entries(first.parts).map(([name, value]) => `The ${name} loss is ${number(value)}.`),
    todo: ['Let it run: the model is tried at the end of the epoch.'],
  };
}

/** The learning rate is still rising: nothing that is seen now says anything about the end. */
export function warmingUp({ run, at, unit, curve, band }: Facts): RuleResult | null {
  const warmUp = run.plan.warmUp ?? 0;
  if (at === null || at >= warmUp || curve.length >= 5) return null;
  return {
    name: 'warming-up',
    action: 'continue',
    headline: `${unit} ${count(at)} of ${count(warmUp)} in which the learning rate still rises`,
    meaning:
      'The learning rate is raised slowly at the start so that the weights are not destroyed. Loss and mAP say little until that is over.',
    evidence: lossLine(run, band),
    todo: ['Let it run.'],
  };
}

/**
 * Epochs until the first evaluation where it comes latest. Source: `eval_interval` of YOLOX's and `val_interval` of
 * MMYOLO's experiments.
 */
const lateFirstEvaluation = 10;

/** A loss alone never says stop: it goes on falling while the model gets worse. */
export function noValidation({ run, at, unit, planned, band, toEvaluate }: Facts): RuleResult | null {
  if (run.evaluations.length > 0 || at === null) return null;
  const waitsFor = run.nextEvaluation;
  if (waitsFor !== null && waitsFor >= at) {
    return {
      name: 'too-few-points',
      action: 'continue',
      headline: `the first evaluation comes at ${unit} ${count(waitsFor)}`,
      meaning:
        'Until the model has been tried on the validation set, only the loss is known, and a loss alone never says stop.',
      evidence: lossLine(run, band),
      todo: ['Let it run until then.'],
    };
  }
  if (run.epochs !== null && run.epochs.last <= lateFirstEvaluation) {
    return {
      name: 'too-few-points',
      action: 'continue',
      headline: `epoch ${count(run.epochs.last)}, not evaluated yet`,
      meaning:
        'Trainers evaluate at the end of an epoch, some only of every tenth. Until then only the loss is known, and a loss alone never says stop.',
      evidence: lossLine(run, band),
      todo: ['Let it run until it has been evaluated.'],
    };
  }
  return {
    name: 'no-validation',
    action: 'continue',
    headline:
      run.loss === null
        ? 'no mAP is printed'
        : `loss ${number(run.loss.last)}, no mAP: judged by the loss alone${band === null ? '' : ` (${band.label})`}`,
    meaning:
      'This training prints no mAP, so nobody can tell from here when it begins to over-fit. A loss alone never says stop.',
    evidence: lossLine(run, band),
    against: planned === null ? ['The planned length is not known either.'] : [],
    todo: [toEvaluate ?? 'Evaluate while training, or test the saved weights by hand.'],
  };
}

/** Too few evaluations to see a direction: five, as noise and a trend look alike in fewer. */
export function tooFewPoints({ curve, run, settings, unit, mapText, metric, metricName }: Facts): RuleResult | null {
  if (curve.length >= minEvaluations) return null;
  if (curve.length === 0 && run.evaluations.length > 0 && settings.metric !== null) {
    const isClass = metric.name.startsWith('ap:');
    return {
      name: 'too-few-points',
      action: 'continue',
      headline: `no ${metricName} is printed`,
      meaning: 'You want it judged by a figure that none of its evaluations has so far.',
      evidence:
        isClass && run.classes.length > 0
          ? [
              `Its classes are ${run.classes
                .map(({ name }) => name)
                .slice(0, 20)
                .join(', ')}.`,
            ]
          : [],
      todo: ['Judge it by another figure (--metric), or let it run until this one comes.'],
    };
  }
  const last = curve.at(-1);
  const { nextEvaluation: next } = run;
  // Right after an evaluation the trainer has not said yet when the next one comes.
  const comes = next === null || next <= (last?.at ?? 0) ? '' : ` (next at ${unit} ${count(next)})`;
  return {
    name: 'too-few-points',
    action: 'continue',
    headline: `${counted(curve.length, 'evaluation')} so far, ${minEvaluations} are needed${comes}`,
    meaning:
      'The mAP goes up and down by chance from one evaluation to the next: so few of them do not show where it goes.',
    evidence: last === undefined ? [] : [`The last one, at ${unit} ${count(last.at)}: ${mapText(last.value)}.`],
    todo: [`Let it run until it has been evaluated ${minEvaluations} times.`],
  };
}

const minEvaluations = 5;

function lossLine(run: Run, band: Facts['band']): string[] {
  if (run.loss === null) return [];
  const meaning = band === null ? '' : `, within the guide's band for a ${band.label} (<= ${band.limit})`;
  return [`The training loss is ${number(run.loss.last)}${meaning}.`];
}
