import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  append,
  columnsOf,
  createSeries,
  clear,
  extent,
  lastPoint,
  recentPoints,
  rewind,
} from '../../src/run/series.ts';

function filled(count: number, value: (x: number) => number = (x) => x) {
  const series = createSeries();
  for (let x = 1; x <= count; x++) append(series, x, value(x));
  return series;
}

describe('a series', () => {
  test('is empty before its first point', () => {
    const series = createSeries();
    expect(lastPoint(series)).toBeNull();
    expect(extent(series)).toBeNull();
    expect(columnsOf(series, 0, 100, 10)).toEqual([]);
  });

  test('keeps the recent part exact and the extent of the whole', () => {
    const series = filled(1_000_000);
    expect(series.count).toBe(1_000_000);
    expect(extent(series)).toEqual({ from: 1, to: 1_000_000 });
    const recent = recentPoints(series);
    expect(recent.x.length).toBeGreaterThanOrEqual(4096);
    expect(recent.x.at(-1)).toBe(1_000_000);
    expect(recent.y.at(-4096)).toBe(1_000_000 - 4095);
  });

  test('does not grow with the length of the run', () => {
    const series = filled(3_000_000);
    expect(series.x.length).toBeLessThanOrEqual(8192);
    expect(series.buckets.length).toBeLessThanOrEqual(4096);
  });

  test('loses no spike when it is drawn in few columns', () => {
    const series = filled(200_000, (x) => (x === 777 ? 5000 : 1));
    const columns = columnsOf(series, 1, 200_000, 40);
    expect(columns).toHaveLength(40);
    expect(columns[0]!.max).toBe(5000);
    expect(columns.slice(1).every((column) => column.max === 1)).toBe(true);
  });

  test('keeps the mean of all points whatever was folded', () => {
    const series = filled(100_000);
    const columns = columnsOf(series, 1, 100_000, 25);
    const points = columns.reduce((sum, column) => sum + column.count, 0);
    const mean = columns.reduce((sum, column) => sum + column.mean * column.count, 0) / points;
    expect(points).toBe(100_000);
    expect(mean).toBeCloseTo(50_000.5, 6);
  });

  test('leaves what is not finite out of the statistics, but counts it', () => {
    const series = createSeries();
    append(series, 1, 2);
    append(series, 2, Number.NaN);
    append(series, 3, Number.POSITIVE_INFINITY);
    append(series, 4, 4);
    expect(columnsOf(series, 1, 4, 1)).toEqual([{ from: 1, to: 4, count: 4, finite: 2, min: 2, mean: 3, max: 4 }]);
  });

  test('replaces what a resumed training reads again', () => {
    const series = filled(200);
    append(series, 101, -1);
    expect(series.count).toBe(101);
    expect(lastPoint(series)).toEqual({ x: 101, y: -1 });
  });

  test('can go back into the part that is already folded', () => {
    const series = filled(50_000);
    rewind(series, 10_001);
    expect(extent(series)?.to).toBeLessThanOrEqual(10_001);
    expect(Math.abs(series.count - 10_000)).toBeLessThan(64);
    append(series, 10_001, 7);
    expect(lastPoint(series)).toEqual({ x: 10_001, y: 7 });
  });

  test('is the same after going back and reading again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }), (length, back) => {
        const plain = filled(Math.max(length, back));
        const resumed = filled(length);
        for (let x = Math.min(back, length); x <= Math.max(length, back); x++) append(resumed, x, x);
        expect(Array.from(recentPoints(resumed).y)).toEqual(Array.from(recentPoints(plain).y));
        expect(resumed.count).toBe(plain.count);
      }),
      { numRuns: 50 },
    );
  });
});

test('an emptied series is like a new one, whatever was in it', () => {
  const used = createSeries();
  for (let x = 1; x <= 30_000; x++) append(used, x, x);
  clear(used);
  const fresh = createSeries();
  expect({ count: used.count, last: lastPoint(used), extent: extent(used) }).toEqual({
    count: 0,
    last: null,
    extent: null,
  });
  for (const series of [used, fresh]) for (let x = 1; x <= 10_000; x++) append(series, x, Math.sin(x));
  expect(columnsOf(used, 1, 10_000, 50)).toEqual(columnsOf(fresh, 1, 10_000, 50));
  expect(recentPoints(used)).toEqual(recentPoints(fresh));
});
