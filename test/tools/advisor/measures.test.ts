import { describe, expect, test } from 'vitest';
import { areaDifference } from '../../../tools/advisor/measures/bootstrap.ts';
import { binomialTail } from '../../../tools/advisor/learnThenTest.ts';
import { outcomeOf } from '../../../tools/advisor/measures/outcomes.ts';
import { paretoArea } from '../../../tools/advisor/measures/pareto.ts';
import { areaUnderRoc, brierScore, calibrationError } from '../../../tools/advisor/measures/scores.ts';
import { curveOf } from '../../../src/advisor/model/curve.ts';

const predictions = [
  { chance: 0.9, cameTrue: true, weight: 1 },
  { chance: 0.8, cameTrue: false, weight: 1 },
  { chance: 0.2, cameTrue: false, weight: 2 },
  { chance: 0.2, cameTrue: true, weight: 1 },
];

describe('scores of a probability', () => {
  test('the area under the ROC curve counts ordered pairs, ties as half, by weight', () => {
    // Of the pairs of one that came and one that did not: .9 over .8 and .2 (weight 3), .2 ties with .2 (2 x 1/2),
    // under .8.
    expect(areaUnderRoc(predictions)).toBeCloseTo((3 + 1) / (2 * 3), 12);
  });

  test('the Brier score is the mean squared miss', () => {
    expect(brierScore(predictions)).toBeCloseTo((0.01 + 0.64 + 2 * 0.04 + 0.64) / 5, 12);
  });

  test('the calibration error compares chance and frequency within each tenth', () => {
    expect(calibrationError(predictions)).toBeCloseTo((0.1 + 0.8 + Math.abs(1 - 3 * 0.2)) / 5, 12);
  });
});

describe('the Pareto area', () => {
  test('of a rule that never stops is 0', () => {
    expect(paretoArea([{ regret: 0, saving: 0 }])).toBe(0);
  });

  test('of a rule that saves a fifth for nothing is a fifth', () => {
    expect(paretoArea([{ regret: 0, saving: 0.2 }])).toBeCloseTo(0.2, 12);
  });

  test('follows a line to a saving that costs all of the regret of interest, and past it', () => {
    expect(paretoArea([{ regret: 0.02, saving: 0.2 }])).toBeCloseTo(0.1, 12);
    expect(paretoArea([{ regret: 0.04, saving: 0.4 }])).toBeCloseTo(0.1, 12);
  });

  test('is not moved by a setting that another beats', () => {
    const good = { regret: 0.005, saving: 0.2 };
    expect(paretoArea([good, { regret: 0.01, saving: 0.1 }])).toBeCloseTo(paretoArea([good]), 12);
  });
});

test('the bootstrap tells a rule that always saves more from its rival, and not a rule from itself', () => {
  const rule = (saving: number) => [
    Array.from({ length: 20 }, (_, at) => ({ regret: 0, saving: saving + at / 200, lost: 0 })),
  ];
  expect(areaDifference(rule(0.2), rule(0.1), 1).low).toBeGreaterThan(0.05);
  expect(areaDifference(rule(0.2), rule(0.2), 1)).toEqual({ low: 0, high: 0 });
});

test('the binomial tail of at most one in three throws of a fair coin is one half', () => {
  expect(binomialTail(1, 3, 0.5)).toBeCloseTo(0.5, 12);
  expect(binomialTail(0, 10, 0.1)).toBeCloseTo(0.9 ** 10, 12);
  expect(binomialTail(10, 10, 0.1)).toBeCloseTo(1, 12);
});

describe('the outcome of a stop', () => {
  const run = {
    id: 'a',
    repository: 'a',
    family: 'yolo',
    ranFullBudget: true,
    curve: curveOf(
      [0.1, 0.5, 0.4, 0.52].map((map, at) => ({ progress: (at + 1) / 4, map })),
      4,
    ),
  } as const;

  test('is the best mAP forgone and the part of the plan saved', () => {
    const { regret, saving, lost } = outcomeOf(run, 2);
    expect(regret).toBeCloseTo(0.02, 12);
    expect(saving).toBeCloseTo(0.25, 12);
    expect(lost).toBe(1);
  });

  test('of a run that is not stopped is nothing lost and nothing saved', () => {
    expect(outcomeOf(run, null)).toEqual({ regret: 0, saving: 0, lost: 0 });
  });
});
