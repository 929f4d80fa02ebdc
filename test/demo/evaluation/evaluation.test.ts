import { describe, expect, test } from 'vitest';
import { withoutDoubles } from '../../../src/demo/evaluation/detections.ts';
import type { Detection } from '../../../src/demo/evaluation/detections.ts';
import type { Truth } from '../../../src/demo/box.ts';
import { evaluateDetections, matchDetections } from '../../../src/demo/evaluation/evaluation.ts';

const settings = { classCount: 2, iouThreshold: 0.5, confidenceThreshold: 0.25, points: 0 } as const;

/** A square of a fifth of the image at a place along the middle row. */
const boxAt = (x: number) => ({ x, y: 0.5, width: 0.2, height: 0.2 });
const truth = (x: number, index = 0): Truth => ({ class: index, box: boxAt(x) });
const seen = (x: number, confidence: number, index = 0): Detection => ({ class: index, box: boxAt(x), confidence });

describe('matching', () => {
  test('the surest detection of an object is correct, a second one of it is not', () => {
    const matched = matchDetections({ detections: [seen(0.31, 0.6), seen(0.3, 0.9)], truths: [truth(0.3)] }, 0.5);
    expect(matched.map(({ confidence, correct }) => [confidence, correct])).toEqual([
      [0.9, true],
      [0.6, false],
    ]);
  });

  test('a detection of another class, or too far off, is not correct', () => {
    // A shift by .08 of .2 leaves an IoU of .12 / .28 = .43; one by .06 leaves .14 / .26 = .54.
    const detections = [seen(0.3, 0.9, 1), seen(0.38, 0.8), seen(0.36, 0.7)];
    const matched = matchDetections({ detections, truths: [truth(0.3)] }, 0.5);
    expect(matched.map(({ correct }) => correct)).toEqual([false, false, true]);
    expect(matched[2]!.iou).toBeCloseTo(0.14 / 0.26, 12);
  });

  test('of two objects it is held against the one it overlaps more', () => {
    const matched = matchDetections(
      { detections: [seen(0.36, 0.9), seen(0.3, 0.8)], truths: [truth(0.3), truth(0.4)] },
      0.2,
    );
    expect(matched.map(({ correct }) => correct)).toEqual([true, true]);
  });
});

describe('double sightings', () => {
  test('only the surest of those that overlap stays, each class by itself', () => {
    const kept = withoutDoubles([seen(0.32, 0.5), seen(0.3, 0.9), seen(0.31, 0.8, 1), seen(0.7, 0.4)], 0.45);
    expect(kept.map(({ confidence }) => confidence)).toEqual([0.9, 0.8, 0.4]);
  });
});

describe('evaluation', () => {
  const evaluation = evaluateDetections(
    [
      { detections: [seen(0.3, 0.9), seen(0.7, 0.8, 1), seen(0.1, 0.2)], truths: [truth(0.3), truth(0.7, 1)] },
      { detections: [seen(0.5, 0.6), seen(0.1, 0.5, 1)], truths: [truth(0.5), truth(0.8), truth(0.8, 1)] },
    ],
    settings,
  );

  test('takes average precision over all detections, class by class, and their mean', () => {
    // Class 0: correct, correct, wrong of three truths: 2/3. Class 1: correct, wrong of two: 1/2.
    expect(evaluation.classes.map((one) => one.averagePrecision)).toEqual([expect.closeTo(2 / 3), expect.closeTo(0.5)]);
    expect(evaluation.meanAveragePrecision).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
  });

  test('counts only sure detections for precision, recall, F1 and average IoU', () => {
    expect(evaluation).toMatchObject({ truePositives: 3, falsePositives: 1, falseNegatives: 2 });
    expect(evaluation.classes).toMatchObject([
      { truePositives: 2, falsePositives: 0 },
      { truePositives: 1, falsePositives: 1 },
    ]);
    expect(evaluation.precision).toBeCloseTo(3 / 4, 12);
    expect(evaluation.recall).toBeCloseTo(3 / 5, 12);
    expect(evaluation.f1).toBeCloseTo((2 * 0.75 * 0.6) / 1.35, 12);
    // As Darknet: the IoUs of the correct ones, over all sure ones.
    expect(evaluation.averageIou).toBeCloseTo(3 / 4, 12);
    expect(evaluation).toMatchObject({ detectionCount: 5, truthCount: 5 });
  });

  test('of nothing detected has no precision, a recall of 0 and an average IoU of 0', () => {
    const nothing = evaluateDetections([{ detections: [], truths: [truth(0.3)] }], settings);
    expect(nothing).toMatchObject({
      precision: Number.NaN,
      recall: 0,
      f1: Number.NaN,
      averageIou: 0,
      meanAveragePrecision: 0,
    });
  });
});
