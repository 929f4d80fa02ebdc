import { describe, expect, test } from 'vitest';
import { append, createSeries } from '../../src/run/series.ts';
import { bridged, seriesBuckets } from '../../src/charts/columns.ts';

describe('columns', () => {
  test('without a value are bridged by a straight line', () => {
    expect(bridged(Float64Array.of(Number.NaN, 1, Number.NaN, Number.NaN, 4))).toEqual({
      start: 1,
      values: [1, 2, 3, 4],
    });
    expect(bridged(Float64Array.of(Number.NaN))).toBeNull();
  });

  test('do not depend on the size of the terminal once smoothed', () => {
    const series = createSeries();
    for (let x = 0; x < 2000; x++) append(series, x, Math.sin(x / 50) + (x % 7));
    const narrow = seriesBuckets(series, 0, 1999, 20, 0.9).at(-1)!;
    const wide = seriesBuckets(series, 0, 1999, 2000, 0.9);
    const same = wide.slice(-narrow.count).reduce((sum, bucket) => sum + bucket.mean, 0) / narrow.count;
    expect(narrow.mean).toBeCloseTo(same, 9);
  });

  test('are smoothed without a bias towards zero at the start', () => {
    const series = createSeries();
    for (let x = 0; x < 10; x++) append(series, x, 5);
    for (const bucket of seriesBuckets(series, 0, 9, 10, 0.98)) expect(bucket.mean).toBeCloseTo(5, 9);
  });

  test('keep the raw minimum and maximum behind a smoothed mean', () => {
    const series = createSeries();
    for (let x = 0; x < 100; x++) append(series, x, x === 50 ? 100 : 0);
    const column = seriesBuckets(series, 0, 99, 10, 0.95)[5]!;
    expect(column.max).toBe(100);
    expect(column.mean).toBeLessThan(10);
  });

  test('are not spoilt by a reading that is no number', () => {
    const series = createSeries();
    for (const [x, y] of [1, Number.NaN, 1, Number.POSITIVE_INFINITY, 1].entries()) append(series, x, y);
    for (const bucket of seriesBuckets(series, 0, 4, 5, 0.6)) expect(bucket.mean).toBeCloseTo(1, 9);
  });
});
