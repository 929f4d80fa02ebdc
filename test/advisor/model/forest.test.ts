import { describe, expect, test } from 'vitest';
import { growForest } from '../../../tools/advisor/growForest.ts';
import { randomFrom } from '../../../tools/advisor/random.ts';
import { readForest, unpackForest } from '../../../src/advisor/model/forest.ts';

const gains = [0, 0.01, 0.1];
const settings = { trees: 20, minLeaf: 0.02, depth: 8, tried: 1, seed: 3 };

/** Rows whose gain is decided by the first column alone. */
function rows(count: number) {
  const random = randomFrom(5);
  const telling = Float64Array.from({ length: count }, random);
  const idle = Float64Array.from({ length: count }, random);
  return {
    columns: [telling, idle],
    gains: telling.map((value) => (value < 0.4 ? 0 : value < 0.7 ? 0.05 : 0.2)),
    weights: new Float64Array(count).fill(1),
  };
}

describe('a grown forest', () => {
  const packed = growForest(rows(600), gains, 0.01, settings);
  const forest = unpackForest(packed);

  test('learns what decides', () => {
    const [none, some, much] = [0.1, 0.55, 0.9].map((value) => readForest(forest, [value, 0.5]).chances);
    expect(none![1]).toBeLessThan(0.1);
    expect(some![1]).toBeGreaterThan(0.9);
    expect(some![2]).toBeLessThan(0.1);
    expect(much![2]).toBeGreaterThan(0.9);
  });

  test('never holds a larger gain likelier than a smaller one', () => {
    for (let value = 0; value <= 1; value += 0.05) {
      const { chances } = readForest(forest, [value, 1 - value]);
      expect([...chances]).toEqual([...chances].toSorted((one, other) => other - one));
    }
  });

  test('explains its headline chance by moves that add up to it, most of them by what decides', () => {
    const { chances, start, moves } = readForest(forest, [0.9, 0.5]);
    expect(start + moves[0]! + moves[1]!).toBeCloseTo(chances[1]!, 9);
    expect(moves[0]).toBeGreaterThan(10 * Math.abs(moves[1]!));
  });

  test('is the same for the same seed', () => {
    expect(growForest(rows(600), gains, 0.01, settings)).toEqual(packed);
    expect(growForest(rows(600), gains, 0.01, { ...settings, seed: 4 })).not.toEqual(packed);
  });

  test('that was cut short is not read', () => {
    const [tree] = packed.trees;
    const cut = { ...packed, trees: [{ ...tree!, leaves: tree!.leaves.slice(0, 8) }] };
    expect(() => unpackForest(cut)).toThrow('A tree of the model does not fit its leaves: fit the model again.');
    const short = { ...packed, trees: [{ ...tree!, nodes: '' }] };
    expect(() => unpackForest(short)).toThrow('A tree of the model ends too early: fit the model again.');
  });
});
