import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curveOf } from '../../../src/advisor/model/curve.ts';
import { forecastOf, gainQuantile } from '../../../src/advisor/model/forecast.ts';
import { outlookAt } from '../../../src/advisor/model/outlook.ts';
import { chanceOfMoreThan, gainChances } from '../../../src/advisor/model/probability.ts';
import { fittedModel } from '../../../src/advisor/model/loadModel.ts';
import { shippedModel } from '../../../src/advisor/model/shippedModel.ts';
import { worthOfGoingOn } from '../../../src/advisor/model/stopPolicy.ts';
import { firstEvaluations, risingCurve } from '../../support/advisor/curves.ts';

const model = fittedModel(shippedModel, 'yolo', true)!;

test('fewer than five evaluations tell nothing', () => {
  expect(outlookAt(risingCurve(10), 3, model)).toBeNull();
  expect(outlookAt(risingCurve(10), 4, model)).not.toBeNull();
});

test('the outlook at an evaluation is the same whether or not later evaluations exist', () => {
  const whole = risingCurve(80);
  for (const count of [5, 17, 40, 79]) {
    expect(outlookAt(firstEvaluations(whole, count), count - 1, model)).toEqual(outlookAt(whole, count - 1, model));
  }
});

test('a larger gain is never likelier than a smaller one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 60, max: 200 }),
      (maps, planned) => {
        const curve = curveOf(
          maps.map((map, at) => ({ progress: (at + 1) / planned, map })),
          planned,
        );
        const outlook = outlookAt(curve, maps.length - 1, model)!;
        const chances = gainChances(outlook, model.gains);
        expect(chances['0.005']).toBeGreaterThanOrEqual(chances['0.01']);
        expect(chances['0.01']).toBeGreaterThanOrEqual(chances['0.02']);
        expect(outlook.chances.every((chance) => chance >= 0 && chance < 1)).toBe(true);
        const { low, mid, high } = forecastOf(outlook, model);
        expect(low).toBeGreaterThanOrEqual(outlook.best);
        expect(mid).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(mid);
        expect(high).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 100 },
  );
});

test('a curve that rises steeply promises more than one that has been flat for long', () => {
  const rising = curveOf(
    Array.from({ length: 30 }, (_, at) => ({ progress: (at + 1) / 100, map: 0.02 * at })),
    100,
  );
  const flat = curveOf(
    Array.from({ length: 80 }, (_, at) => ({
      progress: (at + 1) / 100,
      map: at === 30 ? 0.6 : 0.55 + 0.01 * (at % 3),
    })),
    100,
  );
  const [promising, exhausted] = [outlookAt(rising, 29, model)!, outlookAt(flat, 79, model)!];
  expect(gainChances(promising, model.gains)['0.01']).toBeGreaterThan(0.9);
  expect(gainChances(exhausted, model.gains)['0.01']).toBeLessThan(0.2);
  expect(worthOfGoingOn(promising, model.gains)).toBeGreaterThan(worthOfGoingOn(exhausted, model.gains));
});

test('the contributions come largest first', () => {
  const { contributions } = outlookAt(risingCurve(30, 100), 29, model)!;
  const effects = contributions.map((each) => Math.abs(each.effect));
  expect(effects).toEqual(effects.toSorted((one, other) => other - one));
  expect(effects[0]).toBeGreaterThan(0.01);
});

test('what cannot be known moves the chance but is not called a value', () => {
  const bare = curveOf(
    risingCurve(40, 60).map.map((map, at) => ({ progress: (at + 1) / 60, map })),
    60,
  );
  const loss = outlookAt(bare, 39, model)!.contributions.find((each) => each.feature === 'trainLossSlope');
  expect(loss).toMatchObject({ value: null, topic: 'losses' });
});

const outlook = { best: 0.5, left: 0.5, sinceBest: 0.1, chances: [0.8, 0.4, 0.1], contributions: [] };
const gains = [0, 0.01, 0.02];

test('chances between two gains of the model lie on a straight line', () => {
  expect(chanceOfMoreThan(outlook, gains, 0.005)).toBeCloseTo(0.6, 12);
  expect(chanceOfMoreThan(outlook, gains, 0)).toBe(0.8);
  expect(chanceOfMoreThan(outlook, gains, 0.5)).toBe(0);
});

test('the median gain is where the chance of more is one half', () => {
  expect(gainQuantile(outlook.chances, gains, 0.5)).toBeCloseTo(0.0075, 12);
  expect(gainQuantile(outlook.chances, gains, 0.1)).toBe(0);
  expect(gainQuantile(outlook.chances, gains, 0.99)).toBe(0.02);
});

test('a gain that would lift the mAP above 1 has no chance', () => {
  const map = [0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.985, 0.992];
  const curve = curveOf(
    map.map((value, index) => ({ progress: (index + 1) / 20, map: value })),
    20,
  );
  const { chances } = outlookAt(curve, 7, model)!;
  const tooLarge = model.gains.flatMap((gain, at) => (gain >= 0.008 ? [chances[at]] : []));
  expect(tooLarge.length).toBeGreaterThan(0);
  expect(new Set(tooLarge)).toEqual(new Set([0]));
  expect(forecastOf(outlookAt(curve, 7, model)!, model).high).toBeLessThanOrEqual(1);
});
