import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curveOf } from '../../../src/advisor/model/curve.ts';
import { allFeatures, featuresAt } from '../../../src/advisor/model/features.ts';
import { firstEvaluations, risingCurve, risingEvaluations } from '../../support/advisor/curves.ts';

/** Ten of twenty planned evaluations, worked by hand: the best, .5, is the eighth; the loss halves every evaluation. */
const byHand = curveOf(
  [0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 0.4, 0.4].map((map, at) => ({
    progress: (at + 1) / 20,
    map,
    trainLoss: 2 ** -at,
    validationLoss: at < 6 ? 1 : 2,
    learningRate: at === 0 ? 0.02 : 0.01,
  })),
  20,
);

function feature(name: string, curve = byHand, index = curve.map.length - 1): number {
  return featuresAt(curve, index)[allFeatures.findIndex((each) => each.name === name)]!;
}

describe('worked by hand', () => {
  test.each([
    ['done', 0.5],
    ['planned', Math.log(20)],
    ['best', 0.5],
    ['sinceBest', 2 / 20],
    ['sinceBestOverLeft', 2 / 20 / 0.5],
    ['evaluationsSinceBest', Math.log(3)],
    // Two evaluations are 10 % of the plan: the best was .5 then, and .3 four evaluations ago.
    ['gain10', Math.log(0.001)],
    ['gain20', Math.log(0.2 + 0.001)],
    ['belowBest', 0.5 - (0.5 + 0.4 + 0.4) / 3],
    ['trainLossSlope', -20 * Math.log(2)],
    ['trainLossAhead', -10 * Math.log(2)],
    ['validationLossRise', Math.log(2)],
    ['trainLossRise', 0],
    ['learningRate', 0.5],
    ['records', 0.5],
  ])('%s', (name, value) => {
    expect(feature(name)).toBeCloseTo(value, 9);
  });
});

test('every feature is told on a curve with every column', () => {
  expect(featuresAt(risingCurve(40, 60), 39).every(Number.isFinite)).toBe(true);
});

test('a trainer that prints no loss and no learning rate leaves those features unknown and no other', () => {
  const bare = curveOf(
    risingEvaluations(40, 60).map(({ progress, map }) => ({ progress, map })),
    60,
  );
  const unknown = allFeatures.filter((_, at) => Number.isNaN(featuresAt(bare, 39)[at]!)).map((each) => each.name);
  expect(unknown).toEqual([
    'trainLossAhead',
    'validationLossRise',
    'validationLossAhead',
    'trainLossSlope',
    'trainLossRise',
    'validationLossSlope',
    'learningRate',
    'learningRateDrop',
  ]);
});

test('the unit of a loss changes no feature', () => {
  const evaluations = risingEvaluations(40, 60);
  const scaled = evaluations.map((each) => ({
    ...each,
    trainLoss: 1000 * each.trainLoss!,
    validationLoss: 0.01 * each.validationLoss!,
    learningRate: 5 * each.learningRate!,
  }));
  const [one, other] = [featuresAt(curveOf(evaluations, 60), 39), featuresAt(curveOf(scaled, 60), 39)];
  for (const [at, value] of one.entries()) expect(other[at]).toBeCloseTo(value, 9);
});

test('a repeated line changes no feature', () => {
  const evaluations = risingEvaluations(40, 60);
  const repeated = evaluations.flatMap((each) => [each, each]);
  expect(curveOf(repeated, 60)).toEqual(curveOf(evaluations, 60));
});

test('a resumed run that goes over old ground changes nothing until it is past it', () => {
  const evaluations = risingEvaluations(40, 60);
  const resumed = [...evaluations.slice(0, 30), ...evaluations.slice(20)];
  expect(curveOf(resumed, 60)).toEqual(curveOf(evaluations, 60));
});

test('a loss that is not finite is a loss that is missing', () => {
  const evaluations = [...risingEvaluations(40, 60)];
  evaluations[12] = { ...evaluations[12]!, validationLoss: Number.NaN };
  evaluations[13] = { ...evaluations[13]!, validationLoss: Number.POSITIVE_INFINITY };
  const curve = curveOf(evaluations, 60);
  expect(curve.validationLoss.slice(12, 14)).toEqual([null, null]);
  expect(featuresAt(curve, 39).every(Number.isFinite)).toBe(true);
});

test('features at an evaluation are the same whether or not later evaluations exist', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 79 }), fc.integer({ min: 1, max: 1000 }), (count, seed) => {
      const whole = risingCurve(80, 80, seed);
      expect(featuresAt(firstEvaluations(whole, count), count - 1)).toEqual(featuresAt(whole, count - 1));
    }),
    { numRuns: 60 },
  );
});

test('an evaluation that the curve does not have is an error that says so', () => {
  expect(() => featuresAt(byHand, 10)).toThrow('The curve has 10 evaluations, there is none at index 10.');
});

test('a plan without a length is an error that says so', () => {
  expect(() => curveOf([], 0)).toThrow('The number of planned evaluations must be a positive number, not 0.');
});
