import { describe, expect, test } from 'vitest';
import { batchAt } from '../../../src/demo/training/batches.ts';
import { learningRateAt } from '../../../src/demo/training/learningRate.ts';
import { parseNetworkPlan } from '../../../src/demo/network/networkPlan.ts';
import { stepParameters } from '../../../src/demo/training/optimiser.ts';
import { createRandom } from '../../../src/demo/random.ts';

describe('learning rate', () => {
  const plan = {
    learningRate: 0.5,
    burnIn: 10,
    steps: [
      { iteration: 100, scale: 0.1 },
      { iteration: 200, scale: 0.5 },
    ],
  };

  test.each([
    [1, 0.5 * 0.1 ** 4],
    [5, 0.5 / 16],
    [10, 0.5],
    [99, 0.5],
    [100, 0.05],
    [200, 0.025],
    [5000, 0.025],
  ])('at iteration %i is %d', (iteration, rate) => {
    expect(learningRateAt(iteration, plan)).toBeCloseTo(rate, 12);
  });
});

describe('a step of the optimiser', () => {
  test('goes down the gradient, keeps its momentum, and pulls weights but not biases to zero', () => {
    const create = (decays: boolean) => ({
      values: Float64Array.of(1),
      gradient: Float64Array.of(2),
      velocity: Float64Array.of(0.5),
      decays,
    });
    const [weights, biases] = [create(true), create(false)];
    stepParameters([weights, biases], 0.1, { momentum: 0.9, decay: 0.01, clip: 0 });
    expect(biases.velocity[0]).toBeCloseTo(0.9 * 0.5 - 0.1 * 2, 12);
    expect(weights.velocity[0]).toBeCloseTo(0.9 * 0.5 - 0.1 * (2 + 0.01), 12);
    expect(weights.values[0]).toBeCloseTo(1 + weights.velocity[0]!, 12);
    expect(weights.gradient[0]).toBe(0);
  });

  test('shortens a gradient that is longer than allowed, over all parameters together', () => {
    const create = (slope: number) => ({
      values: Float64Array.of(0),
      gradient: Float64Array.of(slope),
      velocity: Float64Array.of(0),
      decays: false,
    });
    const parameters = [create(30), create(-40)];
    stepParameters(parameters, 1, { momentum: 0, decay: 0, clip: 5 });
    expect(parameters.map(({ values }) => values[0])).toEqual([expect.closeTo(-3, 12), expect.closeTo(4, 12)]);
  });
});

describe('batches', () => {
  test('show every image once before one comes again, in another order each time round', () => {
    const rounds = [1, 2, 3, 4, 5, 6].map((iteration) => batchAt(iteration, 4, 12, 7));
    const [first, second] = [rounds.slice(0, 3).flat(), rounds.slice(3).flat()];
    const all = Array.from({ length: 12 }, (_, index) => index);
    expect(first.toSorted((a, b) => a - b)).toEqual(all);
    expect(second.toSorted((a, b) => a - b)).toEqual(all);
    expect(second).not.toEqual(first);
  });

  test('go on where the round ends, also within a batch', () => {
    const images = [1, 2, 3, 4, 5].flatMap((iteration) => batchAt(iteration, 4, 10, 7));
    expect(new Set(images.slice(0, 10)).size).toBe(10);
    expect(new Set(images.slice(10)).size).toBe(10);
  });
});

describe('random numbers', () => {
  test('are the same for the same seed and stream, and others for another', () => {
    const draw = (seed: number, stream: string): number[] => {
      const random = createRandom(seed, stream);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw(1, 'train')).toEqual(draw(1, 'train'));
    expect(draw(2, 'train')).not.toEqual(draw(1, 'train'));
    expect(draw(1, 'valid')).not.toEqual(draw(1, 'train'));
  });

  test('are spread evenly, and normally', () => {
    const random = createRandom(1, 'spread');
    const uniform = Array.from({ length: 20_000 }, () => random.uniform());
    const normal = Array.from({ length: 20_000 }, () => random.normal());
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(mean(uniform.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
  });
});

describe('a .cfg file', () => {
  const text = `[net]
batch=8
# a comment
width=48
height=24
learning_rate=0.01
max_batches=100
steps=50,80
scales=.1,.5
[convolutional]
filters=8
size=1
activation=linear
[yolo]
anchors=12,6
classes=3
`;

  test('says what the network is and how it is trained', () => {
    const plan = parseNetworkPlan(text);
    expect(plan.input).toEqual({ width: 48, height: 24, channels: 3 });
    expect(plan.head.anchors).toEqual([{ width: 0.25, height: 0.25 }]);
    expect(plan.training.steps).toEqual([
      { iteration: 50, scale: 0.1 },
      { iteration: 80, scale: 0.5 },
    ]);
  });

  test.each([
    ['a missing key', text.replace('batch=8', ''), 'The configuration has no "batch"'],
    ['a word for a number', text.replace('=0.01', '=fast'), '"learning_rate" in the configuration is "fast"'],
    [
      'filters that do not fit',
      text.replace('filters=8', 'filters=9'),
      'has 9 filters: it needs anchors x (classes + 5) = 8',
    ],
    ['another layer', text.replace('[convolutional]', '[maxpool]'), 'has to hold [net], then [convolutional] layers'],
  ])('with %s is refused in one sentence', (_, broken, message) => {
    expect(() => parseNetworkPlan(broken)).toThrow(message);
  });
});

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
