import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from '../../../../src/ui/state/layout/layout.ts';
import { resized } from '../../../../src/ui/state/layout/sizes.ts';
import { paneNames } from '../../../../src/ui/state/panes.ts';

test('what one gains the others lose, those first that nobody changed', () => {
  expect(resized([40, 40, 40], [6, 0, 0], [20, 20, 20])).toEqual([46, 37, 37]);
  expect(resized([40, 40, 40], [-6, 0, 0], [20, 20, 20])).toEqual([34, 43, 43]);
  expect(resized([40, 40], [6, 6], [20, 20])).toEqual([40, 40]);
  expect(resized([40, 40, 40], [100, 0, 0], [20, 20, 20])).toEqual([80, 20, 20]);
  expect(resized([40], [6], [20])).toEqual([40]);
});

test('whatever is changed, all cells of a screen are given out and no pane gets less than it needs', () => {
  const change = fc.integer({ min: -300, max: 300 });
  const changes = fc.record({
    columns: fc.integer({ min: 60, max: 300 }),
    rows: fc.integer({ min: 14, max: 100 }),
    wanted: fc.subarray(paneNames.slice(), { minLength: 1 }),
    widths: fc.dictionary(fc.constantFrom(...paneNames), change),
    heights: fc.tuple(change, change, change),
  });
  fc.assert(
    fc.property(changes, ({ columns, rows, wanted, widths, heights }) => {
      const usual = layOut(columns, rows, wanted, false);
      const { bands } = layOut(columns, rows, wanted, false, { sizes: { widths, heights } });
      const rowsOf = (all: typeof bands) => all.reduce((sum, { height }) => sum + height, 0);
      expect(rowsOf(bands)).toBe(rowsOf(usual.bands));
      const namesIn = (all: typeof bands) =>
        all.map((band) => band.columns.map(({ panes }) => panes.map(({ name }) => name)));
      expect(namesIn(bands)).toEqual(namesIn(usual.bands));
      for (const [index, { columns: side, height }] of bands.entries()) {
        const before = usual.bands[index]!;
        expect(side.reduce((sum, { width }) => sum + width, 0)).toBe(columns);
        for (const { width } of side) expect(width).toBeGreaterThanOrEqual(Math.min(20, Math.floor(columns / 5)));
        expect(height).toBeGreaterThanOrEqual(Math.min(before.height, 3));
      }
    }),
  );
});
