import { describe, expect, test } from 'vitest';
import { addTimes, addTimesTransposed } from '../../../src/demo/network/matrix.ts';
import { createRandom } from '../../../src/demo/random.ts';

const random = createRandom(1, 'matrix');
const draw = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());

/** Sizes around the four by two blocks of the products, so that every remainder is left over once. */
const sizes = [1, 2, 3, 4, 5, 7, 9];
const cases = sizes.flatMap((rows) => sizes.flatMap((columns) => sizes.map((inner) => ({ rows, columns, inner }))));

describe('matrix products', () => {
  test('a matrix times a transposed one is added, whatever the sizes', () => {
    for (const { rows, columns, inner } of cases) {
      const [left, right, before] = [draw(rows * inner), draw(columns * inner), draw(rows * columns)];
      const result = before.slice();
      addTimesTransposed(left, right, result, rows, columns, inner);
      const expected = before.map((value, index) => {
        const [row, column] = [Math.floor(index / columns), index % columns];
        return value + sum(inner, (position) => left[row * inner + position]! * right[column * inner + position]!);
      });
      expect(largestDifference(result, expected)).toBeLessThan(1e-10);
    }
  });

  test('a matrix or its transpose times another is added, whatever the sizes', () => {
    for (const { rows, columns, inner } of cases) {
      for (const strides of [
        { row: inner, position: 1 },
        { row: 1, position: rows },
      ]) {
        const [left, right, before] = [draw(rows * inner), draw(inner * columns), draw(rows * columns)];
        const result = before.slice();
        addTimes(left, strides, right, result, rows, columns, inner);
        const expected = before.map((value, index) => {
          const [row, column] = [Math.floor(index / columns), index % columns];
          const leftAt = (position: number): number => left[row * strides.row + position * strides.position]!;
          return value + sum(inner, (position) => leftAt(position) * right[position * columns + column]!);
        });
        expect(largestDifference(result, expected)).toBeLessThan(1e-10);
      }
    }
  });
});

function sum(count: number, term: (index: number) => number): number {
  return Array.from({ length: count }, (_, index) => term(index)).reduce((total, one) => total + one, 0);
}

function largestDifference(actual: Float64Array, expected: Float64Array): number {
  return Math.max(...expected.map((value, index) => Math.abs(value - actual[index]!)));
}
