import { describe, expect, test } from 'vitest';
import { distanceIouLoss, intersectionOverUnion } from '../../../src/demo/box.ts';
import { detectionLoss } from '../../../src/demo/training/detectionLoss.ts';
import type { Truth } from '../../../src/demo/box.ts';
import { createRandom } from '../../../src/demo/random.ts';
import { disagreement, measuredGradient } from '../../support/demo/gradients.ts';

const head = {
  anchors: [
    { width: 0.25, height: 0.25 },
    { width: 0.5, height: 0.5 },
  ],
  classes: 3,
  ignoreThreshold: 0.6,
  iouNormalizer: 1,
  objectnessNormalizer: 1,
  classNormalizer: 1,
};
const grid = { rows: 2, columns: 2 };
const length = 2 * 2 * 2 * 8;

describe('intersection over union', () => {
  const square = { x: 0.5, y: 0.5, width: 0.2, height: 0.2 };

  test('is 1 for the same box, 0 for boxes apart or only touching', () => {
    expect(intersectionOverUnion(square, square)).toBeCloseTo(1, 12);
    expect(intersectionOverUnion(square, { ...square, x: 0.9 })).toBe(0);
    expect(intersectionOverUnion({ ...square, x: 0.25, width: 0.25 }, { ...square, x: 0.5, width: 0.25 })).toBe(0);
  });

  test('is a third where two equal boxes share half of each', () => {
    expect(intersectionOverUnion(square, { ...square, x: 0.6 })).toBeCloseTo(1 / 3, 12);
  });

  test('is a quarter for a box within one of four times its area', () => {
    expect(intersectionOverUnion(square, { ...square, width: 0.4, height: 0.4 })).toBeCloseTo(0.25, 12);
  });
});

describe('distance IoU loss', () => {
  test('is 0 for the box itself, and 1 plus the squared share of the distance for boxes apart', () => {
    const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
    expect(distanceIouLoss(box, box).loss).toBeCloseTo(0, 12);
    // Middles .5 apart along x; the smallest box around both is 1 wide and .5 high: .25 / 1.25.
    expect(distanceIouLoss(box, { ...box, x: 0.75 }).loss).toBeCloseTo(1 + 0.25 / 1.25, 12);
  });

  test('has the measured gradient, wherever the boxes lie', () => {
    const random = createRandom(1, 'boxes');
    const truth = { x: 0.5, y: 0.5, width: 0.3, height: 0.2 };
    for (let index = 0; index < 200; index += 1) {
      const numbers = Float64Array.of(
        random.uniform(),
        random.uniform(),
        0.05 + random.uniform(),
        0.05 + random.uniform(),
      );
      const evaluate = () => {
        const [x, y, width, height] = numbers;
        return distanceIouLoss({ x: x!, y: y!, width: width!, height: height! }, truth);
      };
      const { gradient } = evaluate();
      const computed = Float64Array.of(gradient.x, gradient.y, gradient.width, gradient.height);
      expect(
        disagreement(
          computed,
          measuredGradient(numbers, () => evaluate().loss, 1e-7),
        ),
      ).toBeLessThan(1e-5);
    }
  });
});

describe('detection loss', () => {
  const truth: Truth = { class: 1, box: { x: 0.2, y: 0.7, width: 0.2, height: 0.3 } };

  test('has the measured gradient by every number of the head', () => {
    const output = Float64Array.from({ length }, createRandom(1, 'output').normal);
    const truths = [truth, { class: 0, box: { x: 0.8, y: 0.1, width: 0.6, height: 0.5 } }];
    const gradient = new Float64Array(length);
    const loss = (): number => {
      const { classLoss, boxLoss } = detectionLoss(output, truths, grid, head, gradient);
      return classLoss + boxLoss;
    };
    loss();
    const computed = gradient.slice();
    expect(disagreement(computed, measuredGradient(output, loss))).toBeLessThan(1e-6);
  });

  test('of an untrained head without objects is ln 2 for each place that could hold one', () => {
    const { classLoss, boxLoss } = detectionLoss(new Float64Array(length), [], grid, head, new Float64Array(length));
    expect(classLoss).toBeCloseTo(8 * Math.LN2, 12);
    expect(boxLoss).toBe(0);
  });

  test('charges a truth at the anchor most like it, in the cell that holds its middle', () => {
    const gradient = new Float64Array(length);
    const output = new Float64Array(length);
    detectionLoss(output, [truth], grid, head, gradient);
    // Second row, first column, first anchor: the fifth slot of eight. It alone is pushed to more objectness.
    const pushedUp = [...gradient.keys()].filter((index) => index % 8 === 4 && gradient[index]! < 0);
    expect(pushedUp).toEqual([4 * 8 + 4]);
    expect(gradient.slice(4 * 8 + 5, 5 * 8)).toEqual(Float64Array.of(0.5, -0.5, 0.5));
  });

  test('counts the truths that lose their place to a later one', () => {
    const other = { ...truth, class: 2 };
    const loss = detectionLoss(new Float64Array(length), [truth, other], grid, head, new Float64Array(length));
    expect(loss).toMatchObject({ truthCount: 2, rewrittenCount: 1 });
  });

  test('does not blame a place whose box fits a truth that belongs to another place', () => {
    const output = new Float64Array(length);
    // The larger anchor of the truth's cell, made to fit the truth closely: x = .5 * sigmoid(-.405) = .2, and so on.
    const slot = 5 * 8;
    output.set([Math.log(0.4 / 0.6), Math.log(0.4 / 0.6), Math.log(0.2 / 0.5), Math.log(0.3 / 0.5)], slot);
    const gradient = new Float64Array(length);
    detectionLoss(output, [truth], grid, head, gradient);
    expect(gradient[slot + 4]).toBe(0);
  });

  test('becomes nan with the network, instead of hiding it', () => {
    const output = new Float64Array(length).fill(Number.NaN);
    const { classLoss, boxLoss } = detectionLoss(output, [truth], grid, head, new Float64Array(length));
    expect([classLoss, boxLoss]).toEqual([Number.NaN, Number.NaN]);
  });
});
