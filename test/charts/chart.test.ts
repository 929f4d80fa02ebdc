import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, createSeries } from '../../src/run/series.ts';
import { drawChart } from '../../src/charts/chart.ts';
import type { ChartSpec } from '../../src/charts/chartSpec.ts';
import { pointBuckets, seriesBuckets } from '../../src/charts/columns.ts';
import { roundValues } from '../../src/charts/roundValues.ts';
import { plainText, rowWidth } from '../../src/words/terminal/row.ts';
import type { Characters } from '../../src/words/characters.ts';

const every: readonly Characters[] = ['box', 'braille', 'ascii'];

function specOf(values: readonly number[], part: Partial<ChartSpec> = {}): ChartSpec {
  const points = values.map((value, index) => ({ at: index, value }));
  return {
    curves: [{ buckets: pointBuckets(points), role: 'loss', band: true }],
    from: 0,
    to: Math.max(1, values.length - 1),
    ends: ['1', `iteration ${values.length}`],
    between: () => [],
    thresholds: [{ value: 1, label: '1.0 specialised data set', short: '1.0' }],
    marks: [{ x: 1, y: 0.5, sign: '*' }],
    ticks: [{ at: values.length / 2, sign: '^' }],
    future: null,
    cursor: null,
    log: false,
    range: null,
    percent: false,
    characters: 'box',
    empty: ['no loss read yet'],
    ...part,
  };
}

function text(spec: ChartSpec, width: number, height: number): string[] {
  return drawChart(spec, width, height).map(plainText);
}

describe('a chart', () => {
  const edges: Readonly<Record<string, readonly number[]>> = {
    'no value': [],
    'one value': [0.5],
    'only NaN': [Number.NaN, Number.NaN],
    'NaN among values': [1, Number.NaN, 3, Number.NaN, Number.NaN, 2],
    infinities: [1, Number.POSITIVE_INFINITY, 3, Number.NEGATIVE_INFINITY],
    'a constant': Array.from({ length: 50 }, () => 0.25),
    zeros: [0, 0, 0],
    'tiny values': [1e-300, 2e-300, 1.5e-300],
    'huge values': [1e300, -1e300, 1.7e308],
    'neighbours of the same float': [1, 1 + Number.EPSILON],
  };
  for (const [name, values] of Object.entries(edges)) {
    for (const characters of every) {
      test(`of ${name} is exactly as wide and high as asked (${characters})`, () => {
        for (const [width, height] of [
          [40, 12],
          [28, 6],
          [10, 3],
          [1, 1],
          [0, 0],
        ] as const) {
          for (const log of [false, true]) {
            const rows = drawChart(specOf(values, { characters, log }), width, height);
            expect(rows).toHaveLength(height);
            for (const cells of rows) expect(rowWidth(cells)).toBe(width);
          }
        }
      });
    }
  }

  test('is exactly as wide and high as asked for any data and any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { maxLength: 300 }),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(...every),
        fc.boolean(),
        (values, width, height, characters, log) => {
          const rows = drawChart(specOf(values, { characters, log }), width, height);
          expect(rows).toHaveLength(height);
          for (const cells of rows) expect(rowWidth(cells)).toBe(width);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('says what is missing while there is nothing to draw', () => {
    expect(text(specOf([]), 40, 7).join('\n')).toContain('no loss read yet');
  });

  test('has an x axis with its first and its last place', () => {
    const last = text(specOf([3, 2, 1], { ticks: [] }), 40, 8).at(-1);
    expect(last).toMatch(/^ +1 .*iteration 3$/);
  });

  test('marks on the x axis where something changed, and gives up words before the mark', () => {
    const values = Array.from({ length: 101 }, (_, index) => 100 - index);
    expect(text(specOf(values, { ticks: [{ at: 50, sign: '^' }] }), 60, 8).at(-1)).toMatch(/\^.*iteration 101$/);
    expect(text(specOf(values, { ticks: [{ at: 88, sign: '^' }] }), 60, 8).at(-1)).toMatch(/\^ *101$/);
  });

  test('names a band whole where there is room, short where the curve is in the way, and never over the curve', () => {
    const falling = Array.from({ length: 100 }, (_, index) => 3 * Math.exp(-index / 20));
    expect(text(specOf(falling), 60, 10).join('\n')).toContain('1.0 specialised data set');
    const crossing = Array.from({ length: 100 }, (_, index) => 1 + 0.4 * Math.sin(index / 3));
    const drawn = text(specOf(crossing), 40, 10);
    expect(drawn.join('\n')).not.toContain('specialised data set');
  });

  test.each(every)('never writes the labels of two lines into one another (%s)', (characters) => {
    const thresholds = [
      { value: 2, label: '2.0 generic model', short: '2.0' },
      { value: 1, label: '1.0 specialised data set', short: '1.0' },
      { value: 0.5, label: '0.5 fine-tuned, ready to test', short: '0.5' },
    ];
    const whole = new Set(thresholds.flatMap(({ label, short }) => [label, short]));
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 100 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 3, max: 400, noNaN: true }),
        (width, height, high) => {
          const spec = specOf([0, 0, 0, 0], { characters, thresholds, range: { low: 0, high }, marks: [], ticks: [] });
          for (const line of text(spec, width, height + 1).slice(0, -1)) {
            const labels = line
              .slice(8)
              .split(/[╌-]{1,}|[^\w ,.-]+| {2,}/)
              .map((part) => part.trim());
            const words = labels.filter((part) => /[a-z]{2}/.test(part));
            for (const part of words) expect([...whole].some((label) => label.includes(part))).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('says on its axis that a first loss of 2000 lies far above the others', () => {
    const values = [2000, 1500, ...Array.from({ length: 98 }, (_, index) => 2 - index / 100)];
    const [first = '', ...others] = text(specOf(values, { marks: [] }), 60, 12);
    expect(first).toMatch(/^2000≈/);
    expect(others.join('\n')).not.toContain('≈');
    expect(text(specOf(values, { marks: [], characters: 'ascii' }), 60, 12)[0]).toMatch(/^2000~/);
    expect(text(specOf([3, 2, 1]), 60, 12).join('\n')).not.toContain('≈');
  });

  test('has round places between the ends of its x axis, where nothing else stands', () => {
    const between = (from: number, to: number, most: number) =>
      roundValues(from, to, most, false).map((value) => ({ at: value, text: String(value) }));
    const values = Array.from({ length: 100 }, (_, index) => index);
    const axis = text(specOf(values, { between, ticks: [{ at: 40, sign: '^' }] }), 68, 8).at(-1);
    expect(axis).toMatch(/^ +1 +20 +\^ +60 +iteration 100$/);
  });

  test('names curves beside their lines, never over a line nor on a band, and only where there is room', () => {
    const points = (value: number) => Array.from({ length: 30 }, (_, at) => ({ at, value: value + at / 10 }));
    const curves = [
      { buckets: pointBuckets(points(5)), role: 'map', band: false, name: 'upper' },
      { buckets: pointBuckets(points(0)), role: 'validation', band: false, name: 'lower' },
    ] as const;
    const plain = text(specOf([], { curves, to: 29, marks: [] }), 50, 14).join('\n');
    expect(plain).toMatch(/upper/);
    expect(plain).toMatch(/lower/);
    const unnamed = curves.map(({ buckets, role, band }) => ({ buckets, role, band }));
    const without = text(specOf([], { curves: unnamed, to: 29, marks: [] }), 50, 14).join('\n');
    expect(plain.replaceAll(/upper|lower/g, '     ')).toBe(without);
    const low = text(specOf([], { curves, to: 29, marks: [] }), 50, 4).join('\n');
    expect(low).not.toMatch(/upper.*lower/s);
  });

  test('names a curve of two points as well', () => {
    const ends = pointBuckets([
      { at: 0, value: 1 },
      { at: 9, value: 2 },
    ]);
    const curves = [{ buckets: ends, role: 'map', band: false, name: 'both' }] as const;
    expect(text(specOf([], { curves, to: 9, marks: [] }), 50, 10).join('\n')).toContain('both');
  });

  test('joins what leaps in ASCII mode, so that a steep curve is one line', () => {
    const values = Array.from({ length: 30 }, (_, index) => (index < 15 ? 0 : 10));
    const drawn = text(specOf(values, { characters: 'ascii', thresholds: [], marks: [], ticks: [] }), 40, 8);
    const column = (line: string) => line.slice(3).trimEnd().length;
    const leap = drawn.filter((line) => line.slice(4).trim() === '|');
    expect(leap.length).toBeGreaterThanOrEqual(3);
    // Half of the way stands at the old place, half at the new one.
    expect(new Set(leap.map(column)).size).toBeLessThanOrEqual(3);
  });

  test('marks the best point', () => {
    const spec = specOf([0.1, 0.5, 0.3], { marks: [{ x: 1, y: 0.5, sign: '*' }] });
    expect(text(spec, 40, 8).join('\n')).toContain('*');
  });

  test('puts a sign that stands beside its place in the row above, so that the curve can be seen', () => {
    const place = (isBeside: boolean) => {
      const mark = { x: 1, y: 0.3, sign: '7' };
      const spec = specOf([0.1, 0.3, 0.5, 0.5], { marks: [isBeside ? { ...mark, isBeside: true } : mark] });
      const rows = text(spec, 40, 12);
      const row = rows.findIndex((line) => line.includes('7'));
      return { row, column: rows[row]!.indexOf('7') };
    };
    expect(place(true)).toEqual({ row: place(false).row - 1, column: place(false).column });
  });

  test('keeps a single spike visible in braille and in ASCII', () => {
    const values = Array.from({ length: 4000 }, () => 1);
    values[2000] = 5;
    const series = createSeries();
    for (const [index, value] of values.entries()) append(series, index, value);
    for (const characters of ['braille', 'ascii'] as const) {
      const buckets = seriesBuckets(series, 0, 3999, 100, 0);
      const curves = [{ buckets, role: 'loss' as const, band: true }];
      const range = { low: 0, high: 5 };
      const rows = text(specOf(values, { curves, to: 3999, range, thresholds: [], marks: [], characters }), 60, 12);
      expect(
        rows
          .slice(0, 2)
          .join('')
          .replaceAll(/[\d│┤|+ ]/g, ''),
      ).not.toBe('');
    }
  });

  test('draws nothing but ASCII in ASCII mode', () => {
    const values = Array.from({ length: 200 }, (_, index) => Math.sin(index / 9) + 2);
    expect(text(specOf(values, { characters: 'ascii' }), 80, 20).join('')).toMatch(/^[ -~]*$/);
  });
});
