import { describe, expect, test } from 'vitest';
import {
  addParameterGradients,
  convolutionShape,
  convolve,
  findInputGradient,
  gatherPatches,
  patchLength,
  placeCount,
  scatterPatches,
} from '../../../src/demo/network/convolution.ts';
import { createRandom } from '../../../src/demo/random.ts';
import { disagreement, measuredGradient } from '../../support/demo/gradients.ts';

const input = { height: 5, width: 6, channels: 3 };
const filters = [
  { filters: 4, size: 3, stride: 1 },
  { filters: 5, size: 3, stride: 2 },
  { filters: 2, size: 1, stride: 1 },
];

describe('convolution', () => {
  test('keeps the size at stride 1 and halves it at stride 2, rounded up', () => {
    expect(convolutionShape(input, filters[0]!)).toMatchObject({ outputHeight: 5, outputWidth: 6 });
    expect(convolutionShape(input, filters[1]!)).toMatchObject({ outputHeight: 3, outputWidth: 3 });
  });

  test('adds up what each filter sees, with zeros beyond the border', () => {
    const shape = convolutionShape({ height: 2, width: 2, channels: 1 }, { filters: 1, size: 3, stride: 1 });
    const patches = new Float64Array(4 * 9);
    gatherPatches(shape, Float64Array.of(1, 2, 3, 4), patches);
    const output = new Float64Array(4);
    // Only the middle and its right neighbour count.
    convolve(shape, patches, Float64Array.of(0, 0, 0, 0, 1, 10, 0, 0, 0), Float64Array.of(100), output);
    expect([...output]).toEqual([121, 102, 143, 104]);
  });

  test.each(filters)('scattering is the transpose of gathering: $size x $size, stride $stride', (filter) => {
    const shape = convolutionShape(input, filter);
    const random = createRandom(1, 'patches');
    const image = Float64Array.from({ length: 5 * 6 * 3 }, random.normal);
    const patches = Float64Array.from({ length: placeCount(shape) * patchLength(shape) }, random.normal);
    const gathered = new Float64Array(patches.length).fill(Number.NaN);
    const scattered = new Float64Array(image.length);
    gatherPatches(shape, image, gathered);
    scatterPatches(shape, patches, scattered);
    expect(dot(gathered, patches)).toBeCloseTo(dot(image, scattered), 10);
  });

  test.each(filters)('its gradients are the measured ones: $size x $size, stride $stride', (filter) => {
    const shape = convolutionShape(input, filter);
    const random = createRandom(2, 'gradients');
    const draw = (length: number): Float64Array => Float64Array.from({ length }, random.normal);
    const image = draw(5 * 6 * 3);
    const weights = draw(shape.filters * patchLength(shape));
    const biases = draw(shape.filters);
    const outputGradient = draw(placeCount(shape) * shape.filters);
    const patches = new Float64Array(placeCount(shape) * patchLength(shape));
    const loss = (): number => {
      const output = new Float64Array(outputGradient.length);
      gatherPatches(shape, image, patches);
      convolve(shape, patches, weights, biases, output);
      return dot(output, outputGradient);
    };
    loss();

    const [weightGradient, biasGradient] = [new Float64Array(weights.length), new Float64Array(biases.length)];
    addParameterGradients(shape, outputGradient, patches, weightGradient, biasGradient);
    const inputGradient = new Float64Array(image.length);
    findInputGradient(shape, outputGradient, weights, new Float64Array(patches.length), inputGradient);

    expect(disagreement(weightGradient, measuredGradient(weights, loss))).toBeLessThan(1e-8);
    expect(disagreement(biasGradient, measuredGradient(biases, loss))).toBeLessThan(1e-8);
    expect(disagreement(inputGradient, measuredGradient(image, loss))).toBeLessThan(1e-8);
  });
});

function dot(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, index) => sum + value * second[index]!, 0);
}
