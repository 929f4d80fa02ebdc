import fc from 'fast-check';
import { expect, test } from 'vitest';
import { robustRange } from '../../../src/charts/range.ts';
import { scaleFor } from '../../../src/charts/scale.ts';
import { svgChart, type SvgSpec, svgSize, svgX } from '../../../src/charts/svg/svgChart.ts';

function specOf(ys: readonly number[], more: Partial<SvgSpec> = {}): SvgSpec {
  return {
    title: 'loss',
    curves: [{ name: 'loss', kind: 'loss', points: ys.map((y, x) => ({ x, y })) }],
    from: 0,
    to: Math.max(1, ys.length - 1),
    percent: false,
    range: null,
    thresholds: [],
    best: null,
    events: [],
    fan: null,
    ...more,
  };
}

/** The places of a curve, as drawn. */
function placesOf(svg: string, kind: string): readonly (readonly [number, number])[] {
  const path = new RegExp(`class="curve ${kind}" d="([^"]*)"`).exec(svg)?.[1] ?? '';
  return [...path.matchAll(/([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

/** The labels of the y axis with their places. */
function ticksOf(svg: string): readonly { readonly y: number; readonly value: number }[] {
  const labels = /y1="([\d.]+)"[^>]*\/><text class="label" x="\d+" y="[\d.]+" text-anchor="end">([^<]*)</g;
  return [...svg.matchAll(labels)].map(([, y, text]) => ({ y: Number(y), value: Number(text) }));
}

const finite = fc.integer({ min: -100_000, max: 100_000 }).map((value) => value / 100);

test('each value lies where the labels of the axis say, within the plot', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 2, maxLength: 40 }), (ys) => {
      const { markup } = svgChart(specOf(ys), null);
      const scale = scaleFor(robustRange(ys)!, 12);
      const { top, height, bottom } = svgSize;
      const perRow = (height - top - bottom) / 12;
      for (const [index, [x, y]] of placesOf(markup, 'loss').entries()) {
        expect(x).toBeCloseTo(svgX({ from: 0, to: ys.length - 1 }, index), 0);
        const row = scale.rows - 0.5 - (ys[index]! - scale.lowest) / scale.perRow;
        // What lies beyond a break has the first row for itself.
        const inside = scale.broken && row < 1 ? 0.5 : Math.min(12, Math.max(0, row));
        expect(Math.abs(y - (top + inside * perRow))).toBeLessThan(0.1);
        expect(y).toBeGreaterThanOrEqual(top);
        expect(y).toBeLessThanOrEqual(height - bottom);
      }
    }),
  );
});

test('labels are the round ones of the terminal: a constant lies on its own', () => {
  const { markup } = svgChart(specOf([0.5, 0.5, 0.5]), null);
  const [, y] = placesOf(markup, 'loss')[0]!;
  const tick = ticksOf(markup).find(({ value }) => value === 0.5);
  expect(tick).toBeDefined();
  expect(Math.abs(tick!.y - y)).toBeLessThan(0.2);
});

test('what is no number breaks the line, and nothing of it is drawn', () => {
  const { markup } = svgChart(specOf([1, Number.NaN, 2, Number.POSITIVE_INFINITY, 3]), null);
  expect(markup).not.toMatch(/NaN|Infinity/);
  expect(/class="curve loss" d="([^"]*)"/.exec(markup)![1]!.match(/M/g)).toHaveLength(3);
});

test('zones, lines, events and the best are drawn with what they are, and hostile words stay words', () => {
  const { markup } = svgChart(
    specOf([3, 2, 1], {
      thresholds: [
        { value: 2, label: '2.0 <generic>', short: '2', tint: 'zone-a' },
        { value: 1, label: '1.0 special', short: '1', tint: 'zone-b' },
      ],
      best: { x: 2, y: 1, label: 'best "1"' },
      events: [{ at: 1, kind: 'save', label: 'saved </svg><script>' }],
    }),
    null,
  );
  expect(markup).toContain('2.0 &lt;generic&gt;');
  expect(markup).toContain('saved &lt;/svg&gt;&lt;script&gt;');
  expect(markup).toContain('class="zone-a"');
  expect(markup).toContain('best &quot;1&quot;');
  expect(markup).not.toContain('<script>');
});

test('a forecast begins at the newest value and ends between its limits', () => {
  const spec = specOf([0.2, 0.4, 0.5], {
    to: 10,
    range: { low: 0, high: 1 },
    fan: { from: 2, to: 10, start: 0.5, low: 0.55, mid: 0.6, high: 0.7 },
  });
  const middle = placesOf(svgChart(spec, null).markup, 'forecast');
  const curve = placesOf(svgChart(spec, null).markup, 'loss');
  expect(middle[0]![1]).toBeCloseTo(curve.at(-1)![1], 0);
  expect(middle.at(-1)![0]).toBeCloseTo(svgX(spec, 10), 0);
  expect(middle.at(-1)![1]).toBeLessThan(curve.at(-1)![1]);
});
