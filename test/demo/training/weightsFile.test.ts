import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Parameter } from '../../../src/demo/training/optimiser.ts';
import { loadWeights, saveWeights } from '../../../src/demo/training/weightsFile.ts';

const directory = mkdtempSync(join(tmpdir(), 'plateau-weights-'));
afterAll(() => rmSync(directory, { recursive: true }));

const path = join(directory, 'demo_last.weights');
const parameter = (values: number[], velocity: number[]): Parameter => ({
  values: Float64Array.from(values),
  velocity: Float64Array.from(velocity),
  gradient: new Float64Array(values.length),
  decays: true,
});
const untrained = (): Parameter[] => [parameter([0, 0], [0, 0]), parameter([0], [0])];

describe('a weights file', () => {
  test('keeps the iteration, every weight and its momentum to the last bit', () => {
    const trained = [parameter([0.1, -1e-300], [1 / 3, 5]), parameter([Number.NaN], [-0])];
    saveWeights(path, 1234, trained);
    const loaded = untrained();
    expect(loadWeights(path, loaded)).toBe(1234);
    expect(loaded).toEqual(trained);
  });

  test('with any damaged byte is refused in one sentence that says what to do', () => {
    saveWeights(path, 1, untrained());
    const whole = readFileSync(path);
    const broken = join(directory, 'broken.weights');
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1;
      writeFileSync(broken, damaged);
      expect(() => loadWeights(broken, untrained())).toThrow(
        /^(The weights in .* are damaged: resume from another|.* is no weights file of the demo trainer: --resume takes)/,
      );
    }
  });

  test('cut off at any length is refused', () => {
    saveWeights(path, 1, untrained());
    const whole = readFileSync(path);
    const broken = join(directory, 'broken.weights');
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(broken, whole.subarray(0, length));
      expect(() => loadWeights(broken, untrained())).toThrow(/are damaged|is no weights file/);
    }
  });

  test('of another network is refused, and nothing is loaded', () => {
    saveWeights(path, 1, [parameter([1, 2], [3, 4])]);
    const loaded = untrained();
    expect(() => loadWeights(path, loaded)).toThrow('belong to another network');
    expect(loaded).toEqual(untrained());
  });

  test('that does not exist is named', () => {
    expect(() => loadWeights(join(directory, 'none.weights'), untrained())).toThrow(
      /Cannot read the weights.*none\.weights/,
    );
  });
});
