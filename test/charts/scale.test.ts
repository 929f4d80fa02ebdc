import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisLabel, axisLabels, fixedScale, robustScale, toUnit } from '../../src/charts/scale.ts';

describe('axis labels', () => {
  test('tell neighbouring rows apart', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 0.1, max: 1e5, noNaN: true }),
        (low, span) => {
          const labels = axisLabels(fixedScale(low, low + span, []), 5, 9, false);
          expect(new Set(labels).size).toBe(5);
        },
      ),
    );
  });

  test('are exactly as wide as their gutter, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.integer({ min: 1, max: 12 }), fc.boolean(), (low, high, rows, log) => {
        for (const label of axisLabels(robustScale([low, high], log), rows, 7, false)) expect(label).toHaveLength(7);
      }),
    );
  });

  test('of a logarithmic axis tell neighbouring rows apart too, however little it spans', () => {
    const labels = axisLabels(robustScale([0.127, 0.13], true), 12, 7, false);
    expect(new Set(labels).size).toBe(12);
  });

  test('are left out rather than said twice where a width has no room for the difference', () => {
    const labels = axisLabels(robustScale([0.400012, 0.400052]), 5, 6, false);
    expect(labels).toEqual(['0.4001', '0.4000', ' '.repeat(6), ' '.repeat(6), ' '.repeat(6)]);
  });

  test('of one axis are all written in the same way', () => {
    const labels = axisLabels(fixedScale(0, 0.002, []), 5, 7, false);
    expect(labels).toEqual(['0.0020', '0.0015', '0.0010', '0.0005', '0.0000'].map(padded));
    expect(axisLabels(fixedScale(0, 1e-6, []), 3, 7, false)).toEqual(['1.00e-6', '5.00e-7', '0'].map(padded));
  });

  test('do not print a tiny value as zero nor a huge one as a row of zeros', () => {
    expect(axisLabel(1e-6, 1e-7, 7)).toBe('1.00e-6');
    expect(axisLabel(1e12, 1e11, 7)).toBe('1.00e12');
    expect(axisLabel(-1.234e-100, 0, 7)).toBe('-1e-100');
  });
});

describe('a scale', () => {
  test('has no place for what is no number, and none for zero on a logarithmic axis', () => {
    expect(toUnit(robustScale([1, 2]), Number.NaN)).toBeNaN();
    expect(toUnit(robustScale([1, 2], true), 0)).toBeNaN();
  });

  test('puts what lies outside at its edge', () => {
    const scale = fixedScale(0, 1, [5]);
    expect(toUnit(scale, 5)).toBe(1);
    expect(scale.above).toBe(true);
    expect(scale.below).toBe(false);
  });
});

function padded(label: string): string {
  return label.padStart(7);
}
