import { describe, expect, test } from 'vitest';
import { allBaselines } from '../../../tools/advisor/baselines/baselines.ts';
import { clairvoyantRule } from '../../../tools/advisor/baselines/levels.ts';
import { curveOf, type CurvePoint } from '../../../src/advisor/model/curve.ts';

function run(evaluations: readonly Omit<CurvePoint, 'progress'>[]) {
  const curve = curveOf(
    evaluations.map((each, at) => ({ ...each, progress: (at + 1) / evaluations.length })),
    evaluations.length,
  );
  return { id: 'a', repository: 'a', family: 'yolo', ranFullBudget: true, curve } as const;
}

function stopOf(name: string, label: string, evaluations: readonly Omit<CurvePoint, 'progress'>[]): number | null {
  const setting = [...allBaselines, clairvoyantRule()]
    .find((rule) => rule.name === name)
    ?.settings.find((each) => each.label === label);
  if (setting === undefined) throw new Error(`There is no setting ${label} of ${name}.`);
  return setting.stopOf(run(evaluations));
}

const withMap = (maps: readonly number[]) => maps.map((map) => ({ map }));
const withValidation = (losses: readonly (number | null)[]) =>
  losses.map((validationLoss) => ({ map: 0, validationLoss }));

describe('rules in use today, each on a curve worked by hand', () => {
  test('patience counts evaluations without a new best', () => {
    expect(stopOf('patience 5-100', '5', withMap([0.1, 0.3, 0.2, 0.2, 0.3, 0.1, 0.2, 0.4]))).toBe(6);
    expect(stopOf('patience 5-100', '7', withMap([0.1, 0.3, 0.2, 0.2, 0.3, 0.1, 0.2, 0.4]))).toBeNull();
  });

  test('patience of the plan is a fraction of its evaluations', () => {
    expect(stopOf('patience .1-.5 T', '0.5', withMap([0.3, 0.1, 0.1, 0.1]))).toBe(2);
  });

  test('Keras stops at the first validation loss that does not fall, Lightning at the third', () => {
    const losses = withValidation([5, 4, null, 4, 3, 3.5, 3.2, 3.1]);
    expect(stopOf('Keras default', '0', losses)).toBe(3);
    expect(stopOf('Lightning default', '3', losses)).toBe(7);
  });

  test('MMEngine wants the mAP to rise by more than a tenth within five evaluations', () => {
    expect(stopOf('MMEngine default', '5', withMap([0.1, 0.3, 0.31, 0.32, 0.33, 0.34, 0.35, 0.9]))).toBe(6);
  });

  test('Ultralytics waits a hundred epochs for a better fitness, which is mostly mAP50-95', () => {
    const evaluations = Array.from({ length: 120 }, (_, at) => ({ map: at === 5 ? 0.5 : 0.4, map50: 0.6 }));
    expect(stopOf('Ultralytics default', '100', evaluations)).toBe(105);
  });

  test('TrialPlateau stops when the last four results hardly differ, after four of grace', () => {
    expect(stopOf('Ray TrialPlateau', '0.01', withMap([0.3, 0.3, 0.3, 0.3, 0.3]))).toBe(4);
    expect(stopOf('Ray TrialPlateau', '0.01', withMap([0.3, 0.4, 0.5, 0.6, 0.7]))).toBeNull();
  });

  test('Prechelt GL looks at how many per cent the loss is over its lowest', () => {
    const losses = withValidation([2, 1, 1.04, 1.06]);
    expect(stopOf('Prechelt GL on validation loss', '5', losses)).toBe(3);
    expect(stopOf('Prechelt GL on validation loss', '3', losses)).toBe(2);
  });

  test('Prechelt UP counts strips of five that end higher than the one before', () => {
    const losses = Array.from({ length: 15 }, (_, at) => (at < 5 ? 1 : at < 10 ? 2 : 3));
    expect(stopOf('Prechelt UP on validation loss', '2', withValidation(losses))).toBe(14);
    expect(stopOf('Prechelt UP on validation loss', '3', withValidation(losses))).toBeNull();
  });

  test('Prechelt PQ forgives a loss that rises while the training still makes progress', () => {
    const rising = (train: (at: number) => number) =>
      Array.from({ length: 5 }, (_, at) => ({ map: 0, validationLoss: at === 4 ? 1.1 : 1, trainLoss: train(at) }));
    // A rise of 10 % against a mean that is 20 % and 1 % over the lowest of its strip: 10 / 200 and 10 / 10.
    expect(
      stopOf(
        'Prechelt PQ on validation loss',
        '0.75',
        rising((at) => (at < 4 ? 1.25 : 1)),
      ),
    ).toBeNull();
    expect(
      stopOf(
        'Prechelt PQ on validation loss',
        '0.75',
        rising((at) => (at < 4 ? 1.0125 : 1)),
      ),
    ).toBe(4);
  });

  test('SageMaker Overfit compares the two losses, Overtraining waits for both to stop falling', () => {
    expect(
      stopOf(
        'SageMaker Overfit',
        '0.1',
        [1, 1.05, 1.2].map((validationLoss) => ({ map: 0, validationLoss, trainLoss: 1 })),
      ),
    ).toBe(2);
    const flat = Array.from({ length: 12 }, () => ({ map: 0, validationLoss: 1, trainLoss: 1 }));
    expect(stopOf('SageMaker Overtraining', '10', flat)).toBe(10);
  });

  test('the guide stops at a training loss or at nine tenths of mAP50', () => {
    expect(
      stopOf(
        'loss bands',
        '1',
        [3, 2, 0.9].map((trainLoss) => ({ map: 0, trainLoss })),
      ),
    ).toBe(2);
    expect(
      stopOf(
        'mAP50 >= .9',
        '0.9',
        [0.5, 0.9].map((map50) => ({ map: 0, map50 })),
      ),
    ).toBe(1);
  });

  test('a fixed fraction stops there, never not at all, and the clairvoyant at the best', () => {
    const curve = withMap([0.1, 0.2, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1, 0.1]);
    expect(stopOf('fixed fraction .5-.95', '0.8', curve)).toBe(7);
    expect(stopOf('never', '1', curve)).toBeNull();
    expect(stopOf('clairvoyant', '0', curve)).toBe(2);
  });
});
