import { describe, expect, test } from 'vitest';
import { detectionLoss } from '../../../src/demo/training/detectionLoss.ts';
import type { Truth } from '../../../src/demo/box.ts';
import { applyLeakyRelu, backThroughLeakyRelu } from '../../../src/demo/network/leakyRelu.ts';
import { createNetwork, runBackward, runForward } from '../../../src/demo/network/network.ts';
import { createRandom } from '../../../src/demo/random.ts';
import { disagreement, measuredGradient } from '../../support/demo/gradients.ts';

const head = {
  anchors: [
    { width: 0.25, height: 0.25 },
    { width: 0.5, height: 0.4 },
  ],
  classes: 3,
  ignoreThreshold: 0.6,
  iouNormalizer: 0.7,
  objectnessNormalizer: 0.9,
  classNormalizer: 1.1,
};
const plan = {
  input: { height: 12, width: 12, channels: 3 },
  convolutions: [
    { filters: 4, size: 3, stride: 2, leaky: true },
    { filters: 6, size: 3, stride: 2, leaky: true },
    { filters: 16, size: 1, stride: 1, leaky: false },
  ],
};
const grid = { rows: 3, columns: 3 };
const truths: Truth[] = [
  { class: 0, box: { x: 0.2, y: 0.3, width: 0.3, height: 0.2 } },
  { class: 2, box: { x: 0.7, y: 0.8, width: 0.45, height: 0.4 } },
];

describe('leaky ReLU', () => {
  test('keeps what is above zero and a tenth of what is below, and so does its gradient', () => {
    const values = Float64Array.of(-2, 0, 3);
    applyLeakyRelu(values);
    expect([...values]).toEqual([-0.2, 0, 3]);
    const gradient = Float64Array.of(5, 5, 5);
    backThroughLeakyRelu(values, gradient);
    expect([...gradient]).toEqual([0.5, 5, 5]);
  });
});

describe('the loss of a whole network', () => {
  test('has the measured gradient by every weight and bias of every layer', () => {
    const network = createNetwork(plan, createRandom(3, 'weights'));
    const random = createRandom(3, 'image');
    const image = Float64Array.from({ length: 12 * 12 * 3 }, random.normal);
    const gradient = new Float64Array(3 * 3 * 16);
    const loss = (): number => {
      const { classLoss, boxLoss } = detectionLoss(runForward(network, image), truths, grid, head, gradient);
      return classLoss + boxLoss;
    };
    loss();
    runBackward(network, gradient);
    for (const parameter of network.parameters) {
      const measured = measuredGradient(parameter.values, loss);
      expect(disagreement(parameter.gradient, measured)).toBeLessThan(1e-6);
    }
  });

  test('gradients of several images add up', () => {
    const network = createNetwork(plan, createRandom(4, 'weights'));
    const image = Float64Array.from({ length: 12 * 12 * 3 }, createRandom(4, 'image').normal);
    const gradient = Float64Array.from({ length: 3 * 3 * 16 }, createRandom(4, 'gradient').normal);
    runForward(network, image);
    runBackward(network, gradient);
    const once = network.parameters.map((parameter) => parameter.gradient.slice());
    runForward(network, image);
    runBackward(network, gradient);
    for (const [index, parameter] of network.parameters.entries()) {
      expect(
        disagreement(
          parameter.gradient,
          once[index]!.map((slope) => 2 * slope),
        ),
      ).toBeLessThan(1e-12);
    }
  });
});
