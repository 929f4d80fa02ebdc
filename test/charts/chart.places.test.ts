import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawChart } from '../../src/charts/chart.ts';
import type { ChartSpec } from '../../src/charts/chartSpec.ts';
import { pointBuckets } from '../../src/charts/columns.ts';
import { plainText } from '../../src/words/terminal/row.ts';
import type { Characters } from '../../src/words/characters.ts';

/** What a person sees: rows and columns are read off the drawn text, values off the labels of the drawn axis. */
const every: readonly Characters[] = ['box', 'braille', 'ascii'];
const dots = { braille: { across: 2, down: 4 }, box: { across: 1, down: 1 }, ascii: { across: 1, down: 1 } } as const;

interface Drawn {
  readonly rows: readonly string[];
  readonly gutter: number;
  readonly width: number;
  /** The place of a value by the labels of the axis, in rows from the top. */
  readonly placeOf: (value: number) => number;
}

function draw(spec: ChartSpec, width: number, height: number): Drawn {
  const lines = drawChart(spec, width, height + 1).map(plainText);
  const rows = lines.slice(0, -1);
  const labels = rows.flatMap((line, row) => {
    const label = /^ *(-?[\d.]+(?:e-?\d+)?)[┤+]/.exec(line)?.[1];
    return label === undefined ? [] : [{ row, value: Number(label) }];
  });
  const [first, last] = [labels[0]!, labels.at(-1)!];
  const perRow = (first.value - last.value) / (last.row - first.row);
  return {
    rows,
    gutter: rows[0]!.search(/[┤│+|]/) + 1,
    width,
    placeOf: (value) => first.row + 0.5 + (first.value - value) / perRow,
  };
}

/** The middles of all that is drawn in a column of dots, in rows from the top. */
function marksIn({ rows, gutter }: Drawn, column: number, characters: Characters): number[] {
  const { across, down } = dots[characters];
  const cell = gutter + Math.floor(column / across);
  return rows.flatMap((line, row) => {
    const character = Array.from(line)[cell] ?? ' ';
    if (characters !== 'braille') return character === ' ' ? [] : [row + 0.5];
    const bits = character === ' ' ? 0 : character.codePointAt(0)! - 0x2800;
    return [0, 1, 2, 3]
      .filter((y) => (bits & brailleDots[y]![column % across]!) !== 0)
      .map((y) => row + (y + 0.5) / down);
  });
}

const brailleDots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

function specOf(values: readonly number[], characters: Characters, part: Partial<ChartSpec> = {}): ChartSpec {
  return {
    curves: [{ buckets: pointBuckets(values.map((value, at) => ({ at, value }))), role: 'loss', band: false }],
    from: 0,
    to: Math.max(1, values.length - 1),
    ends: ['', ''],
    between: () => [],
    thresholds: [],
    marks: [],
    ticks: [],
    future: null,
    cursor: null,
    log: false,
    range: null,
    percent: false,
    characters,
    empty: [],
    ...part,
  };
}

const series = fc.record({
  values: fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 7 }),
  width: fc.integer({ min: 24, max: 90 }),
  height: fc.integer({ min: 2, max: 40 }),
});

describe.each(every)('in %s', (characters) => {
  const { across, down } = dots[characters];
  // Half a dot, and what decimals on labels may be off.
  const half = 0.5 / down + 0.02;

  test('every point of a curve lies within half a dot of where its value belongs on the drawn axis', () => {
    fc.assert(
      fc.property(series, ({ values, width, height }) => {
        fc.pre(Math.max(...values) - Math.min(...values) > 0.01);
        const drawn = draw(specOf(values, characters), width, height);
        const columns = (width - drawn.gutter) * across;
        for (const [at, value] of values.entries()) {
          const column = Math.min(columns - 1, Math.floor((at / (values.length - 1)) * columns));
          const off = marksIn(drawn, column, characters).map((mark) => Math.abs(mark - drawn.placeOf(value)));
          expect(Math.min(...off)).toBeLessThanOrEqual(half);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('nothing of a curve is drawn outside of its values', () => {
    fc.assert(
      fc.property(series, ({ values, width, height }) => {
        fc.pre(Math.max(...values) - Math.min(...values) > 0.01);
        const drawn = draw(specOf(values, characters), width, height);
        const [top, bottom] = [drawn.placeOf(Math.max(...values)), drawn.placeOf(Math.min(...values))];
        for (let column = 0; column < (width - drawn.gutter) * across; column++) {
          for (const mark of marksIn(drawn, column, characters)) {
            expect(mark).toBeGreaterThanOrEqual(top - half);
            expect(mark).toBeLessThanOrEqual(bottom + half);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a star and a line of a value lie where the curve of that value does', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 2, max: 40 }), (value, height) => {
        const range = { low: 0, high: 1 };
        const ends = [
          { at: -1, value: 0 },
          { at: -1, value: 1 },
        ];
        // Nothing of this curve is in view.
        const curves = [{ buckets: pointBuckets(ends), role: 'loss', band: false }] as const;
        const bare = specOf([], characters, { curves, range, from: 0, to: 100 });
        const place = (part: Partial<ChartSpec>) => {
          const drawn = draw({ ...bare, ...part }, 60, height);
          const marks = Array.from({ length: 40 }, (_, column) => marksIn(drawn, column * across, characters)).flat();
          return { marks, expected: drawn.placeOf(value) };
        };
        const line = place({ thresholds: [{ value, label: '', short: '' }] });
        expect(line.marks.length).toBeGreaterThan(0);
        for (const mark of line.marks) expect(Math.abs(mark - line.expected)).toBeLessThanOrEqual(half);
        const drawn = draw({ ...bare, marks: [{ x: 50, y: value, sign: '@' }] }, 60, height);
        const row = drawn.rows.findIndex((text) => text.includes('@'));
        expect(Math.abs(row + 0.5 - drawn.placeOf(value))).toBeLessThanOrEqual(0.52);
      }),
      { numRuns: 100 },
    );
  });

  test('a constant lies on its own label', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 2, max: 40 }), (whole, height) => {
        const value = whole / 1000;
        const drawn = draw(specOf([value, value, value], characters), 50, height);
        const row = drawn.rows.findIndex((line) => /\S/.test(line.slice(drawn.gutter)));
        expect(Number(/^ *([\d.]+)[┤+]/.exec(drawn.rows[row]!)?.[1])).toBe(value);
      }),
      { numRuns: 100 },
    );
  });

  test('the fan of a forecast opens from the newest value to its ends at the planned one', () => {
    const curves = [
      {
        buckets: pointBuckets([
          { at: 0, value: 0.2 },
          { at: 50, value: 0.5 },
        ]),
        role: 'map',
        band: false,
      },
    ] as const;
    const future = { to: 100, end: '100', fan: { start: 0.5, low: 0.55, mid: 0.7, high: 0.8 }, ticks: [] };
    const drawn = draw(specOf([], characters, { curves, from: 0, to: 50, range: { low: 0, high: 1 }, future }), 60, 20);
    const last = marksIn(drawn, (60 - drawn.gutter) * across - 1, characters);
    expect(Math.min(...last)).toBeCloseTo(drawn.placeOf(0.8), 0);
    expect(Math.max(...last)).toBeCloseTo(drawn.placeOf(0.55), 0);
  });
});
