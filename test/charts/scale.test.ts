import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { robustRange } from '../../src/charts/range.ts';
import { isOn, placeOn, rowOf, type Scale, scaleFor } from '../../src/charts/scale.ts';

/** Of usual sizes and of all others that a number can have. */
const value = fc.oneof(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e280, max: 1e280 }),
);
const rows = fc.integer({ min: 1, max: 60 });

function labelsOf({ ticks }: Scale): string[] {
  return ticks.map(({ label }) => label);
}

function numberOf(label: string): number {
  const suffixes: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };
  const suffix = suffixes[label.at(-1)!];
  return suffix === undefined ? Number(label) : Number(label.slice(0, -1)) * suffix;
}

describe('a scale', () => {
  test('holds its range, with 3 to 6 ticks, or two where there are fewer than six rows', () => {
    fc.assert(
      fc.property(value, value, rows, (one, other, height) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const scale = scaleFor({ low, high, beyond: null }, height);
        for (const end of [low, high]) {
          const place = placeOn(scale, end);
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(height);
        }
        const [least, most] = height >= 6 ? [3, 6] : [Math.min(2, height), Math.min(2, height)];
        expect(scale.ticks.length).toBeGreaterThanOrEqual(least);
        expect(scale.ticks.length).toBeLessThanOrEqual(most);
      }),
      { numRuns: 300 },
    );
  });

  test('has each tick in the middle of a row of its own, and as a label the value there', () => {
    fc.assert(
      fc.property(value, value, rows, (one, other, height) => {
        const scale = scaleFor({ low: Math.min(one, other), high: Math.max(one, other), beyond: null }, height);
        expect(new Set(scale.ticks.map(({ row }) => row)).size).toBe(scale.ticks.length);
        expect(new Set(labelsOf(scale)).size).toBe(scale.ticks.length);
        for (const { row, value: at, label } of scale.ticks) {
          expect(row).toBeGreaterThanOrEqual(0);
          expect(row).toBeLessThan(height);
          expect(placeOn(scale, at)).toBeCloseTo(row + 0.5, 5);
          expect(Math.abs(numberOf(label) - at)).toBeLessThanOrEqual(
            Math.max(Math.abs(at) * 1e-4, scale.perRow / 1000),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('has ticks 1, 2, 2.5 or 5 times a power of ten apart', () => {
    fc.assert(
      fc.property(value, value, fc.integer({ min: 6, max: 60 }), (one, other, height) => {
        fc.pre(
          Math.abs(one - other) > 1e-3 * Math.max(Math.abs(one), Math.abs(other)) && Math.abs(one - other) > 1e-200,
        );
        const scale = scaleFor({ low: Math.min(one, other), high: Math.max(one, other), beyond: null }, height);
        const steps = scale.ticks.slice(1).map(({ value: at }, index) => Math.abs(at - scale.ticks[index]!.value));
        for (const step of steps) {
          const factor = Number((step / 10 ** Math.floor(Math.log10(step) + 1e-9)).toPrecision(6));
          expect([1, 2, 2.5, 5, 10]).toContain(factor);
          const isMultiple = ({ value: at }: { readonly value: number }) =>
            Math.abs(at / step - Math.round(at / step)) < 1e-6 * Math.max(1, Math.abs(at / step));
          expect(scale.ticks.every(isMultiple)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('leaves little room unused', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1.2, max: 9, noNaN: true }),
        (low, high) => {
          const scale = scaleFor({ low, high, beyond: null }, 14);
          expect(scale.perRow * 14).toBeLessThanOrEqual((high - low) * 1.75);
        },
      ),
    );
  });

  test('of a constant has its value as a label, on which it lies', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: -9999, max: 9999 }).map((whole) => whole / 1e4),
          value,
        ),
        rows,
        (constant, height) => {
          fc.pre(constant === 0 || Math.abs(constant) > 1e-280);
          const scale = scaleFor({ low: constant, high: constant, beyond: null }, height);
          const tick = scale.ticks.find(({ row }) => row === rowOf(scale, constant));
          expect(tick).toBeDefined();
          expect(placeOn(scale, constant)).toBeCloseTo(tick!.row + 0.5, 6);
          expect(Number(numberOf(tick!.label).toPrecision(3))).toBe(
            Number(Number(constant.toPrecision(4)).toPrecision(3)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of fractions as percentages is labelled so', () => {
    expect(labelsOf(scaleFor({ low: 0, high: 1, beyond: null }, 13, { percent: true }))).toEqual([
      '0',
      '25',
      '50',
      '75',
      '100',
    ]);
    expect(labelsOf(scaleFor({ low: 0.6, high: 0.63, beyond: null }, 11, { percent: true }))).toEqual([
      '60',
      '61',
      '62',
      '63',
    ]);
  });

  test('has short labels for what is very large or very small', () => {
    expect(labelsOf(scaleFor({ low: 1e5, high: 3e6, beyond: null }, 12))).toEqual(['0', '1M', '2M', '3M']);
    expect(labelsOf(scaleFor({ low: 0, high: 4e-7, beyond: null }, 12)).at(-1)).toBe('4e-7');
  });

  test('of logarithms has powers of ten, or 1, 2 and 5 times one, half a dot from the middle of a row at most', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.double({ min: 10, max: 1e12, noNaN: true }),
        fc.integer({ min: 3, max: 60 }),
        (low, ratio, height) => {
          const scale = scaleFor({ low, high: low * ratio, beyond: null }, height, { log: true });
          expect(scale.log).toBe(true);
          expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
          expect(scale.ticks.length).toBeLessThanOrEqual(6);
          for (const end of [low, low * ratio]) expect(isOn(scale, end)).toBe(true);
          for (const { row, value: at } of scale.ticks) {
            expect([1, 2, 5, 10]).toContain(Number((at / 10 ** Math.floor(Math.log10(at) + 1e-9)).toPrecision(3)));
            expect(Math.abs(placeOn(scale, at) - row - 0.5)).toBeLessThanOrEqual(0.126);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('says with its first row that it is broken, which stands for all that lies beyond', () => {
    const scale = scaleFor({ low: 0, high: 6, beyond: 2012 }, 12);
    expect(scale.ticks[0]).toMatchObject({ row: 0, label: '2012' });
    for (const beyond of [700, 2012]) expect(placeOn(scale, beyond)).toBe(0.5);
    expect(isOn(scale, 700)).toBe(false);
    expect(placeOn(scale, 6)).toBeGreaterThanOrEqual(1);
  });
});

describe('a range', () => {
  test('leaves a first loss of 2000 outside, so that it does not flatten the rest', () => {
    const values = [2000, 1500, ...Array.from({ length: 98 }, (_, index) => 2 - index / 100)];
    expect(robustRange(values)).toMatchObject({ beyond: 2000, low: 1.03 });
    expect(robustRange(values)!.high).toBeLessThan(10);
  });

  test('holds every value where none is far from the others', () => {
    expect(robustRange([3, 2, 1, Number.NaN, Infinity])).toEqual({ low: 1, high: 3, beyond: null });
  });

  test('is none without a value that can be drawn', () => {
    expect(robustRange([Number.NaN])).toBeNull();
    expect(robustRange([-1, 0], true)).toBeNull();
  });
});
