import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOf, isShown, type Layout, layOut, sizeFor } from '../../../../src/ui/state/layout/layout.ts';
import { paneNames } from '../../../../src/ui/state/panes.ts';

const size = fc.record({ columns: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 100 }) });

const lists = fc.record({
  classes: fc.integer({ min: 1, max: 90 }),
  checklist: fc.integer({ min: 1, max: 40 }),
  machine: fc.integer({ min: 1, max: 20 }),
});

function placedIn({ bands }: Layout) {
  return bands.flatMap((band) =>
    band.columns.flatMap(({ width, panes }) => panes.map((pane) => ({ ...pane, width, band: band.band }))),
  );
}

/** What a Darknet training on a machine without anything else shows. */
const usual = ['loss', 'map', 'tail', 'iou', 'verdict', 'classes', 'log'] as const;

describe('the layout', () => {
  test('never asks for more rows or columns than there are, at any size and with any panes', () => {
    fc.assert(
      fc.property(size, fc.subarray(paneNames.slice()), fc.boolean(), lists, ({ columns, rows }, wanted, over, has) => {
        const layout = layOut(columns, rows, wanted, over, { lists: has });
        expect(layout.height).toBe(Math.max(1, rows - 1));
        expect(layout.width).toBe(columns);
        const used = layout.bands.reduce((sum, band) => sum + band.height, 0);
        expect(used).toBeLessThanOrEqual(Math.max(0, layout.bodyRows));
        for (const band of layout.bands) {
          expect(band.columns.reduce((sum, column) => sum + column.width, 0)).toBe(columns);
          for (const column of band.columns)
            expect(column.panes.reduce((sum, pane) => sum + pane.height, 0)).toBe(band.height);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('has every wanted pane either on the screen or in the list of those that do not fit', () => {
    fc.assert(
      fc.property(size, fc.subarray(paneNames.slice()), lists, ({ columns, rows }, wanted, has) => {
        const layout = layOut(columns, rows, wanted, false, { lists: has });
        if (layout.kind !== 'panes') return;
        for (const pane of wanted) expect(isShown(layout, pane)).toBe(!layout.hidden.includes(pane));
        const placed = placedIn(layout).map(({ name }) => name);
        expect(new Set(placed).size).toBe(placed.length);
      }),
    );
  });

  test('gives up panes in the order of their worth as the terminal gets shorter', () => {
    const shown = (rows: number) => usual.filter((pane) => isShown(layOut(120, rows, usual, false), pane));
    expect(shown(40)).toEqual(usual);
    expect(shown(16)).toEqual(['loss', 'map', 'tail', 'log']);
    expect(shown(14)).toEqual(['loss', 'map', 'tail']);
    expect(layOut(120, 13, usual, false).kind).toBe('compact');
    expect(layOut(120, 7, usual, false).kind).toBe('line');
  });

  test('gives up panes in the order of their worth as the terminal gets narrower', () => {
    const shown = (columns: number) => usual.filter((pane) => isShown(layOut(columns, 40, usual, false), pane));
    expect(shown(80)).toEqual(['loss', 'tail', 'iou', 'verdict', 'log']);
    expect(shown(60)).toEqual(['loss', 'tail', 'verdict', 'log']);
    expect(layOut(59, 40, paneNames, false).kind).toBe('compact');
    expect(layOut(29, 40, paneNames, false).kind).toBe('line');
  });

  test('has room for every pane on 200 by 60', () => {
    const { hidden } = layOut(200, 60, paneNames, false);
    expect(hidden).toEqual([]);
  });

  test('keeps what only shows when it was asked for, where charts have to go', () => {
    expect(isShown(layOut(60, 40, [...usual, 'metric'], false), 'metric')).toBe(true);
  });

  test('keeps the summary before the log once the training is over', () => {
    const panes = placedIn(layOut(80, 24, paneNames, true)).map(({ name }) => name);
    expect(panes).toContain('verdict');
    expect(panes).not.toContain('log');
  });

  test('gives each row of the terminal but one to something at the usual sizes', () => {
    for (const [columns, rows] of [
      [60, 16],
      [80, 24],
      [120, 40],
      [200, 60],
    ] as const) {
      const layout = layOut(columns, rows, paneNames, false);
      expect(layout.bands.reduce((sum, band) => sum + band.height, 0)).toBe(layout.bodyRows);
    }
  });

  test('gives spare rows to charts and the log rather than to a text that has no more', () => {
    const [charts, text, log] = layOut(160, 60, ['loss', 'tail', 'verdict', 'log'], false).bands.map(
      ({ height }) => height,
    );
    expect(charts).toBeGreaterThan(1.5 * text!);
    expect(charts).toBeGreaterThan(1.5 * log!);
  });

  test('has a third band where the others need not be squeezed by more than half of what they can', () => {
    const bands = (rows: number) => layOut(100, rows, ['loss', 'map', 'verdict', 'log'], false).bands.length;
    expect([24, 28, 29, 30].map(bands)).toEqual([2, 2, 3, 3]);
  });

  test('has the verdict beside the charts where that is wide enough, below them elsewhere', () => {
    const bandWith = (columns: number) =>
      bandOf(layOut(columns, 60, ['loss', 'map', 'verdict', 'log'], false), 'verdict');
    expect([120, 179, 180, 300].map(bandWith)).toEqual([1, 1, 0, 0]);
  });

  test('gives the rows that a short list leaves blank to another list', () => {
    const panes = [...usual, 'machine', 'checklist'] as const;
    const stacked = placedIn(layOut(120, 40, panes, false, { lists: { classes: 3, machine: 4, checklist: 20 } }));
    const place = (pane: (typeof panes)[number]) => stacked.find(({ name }) => name === pane)!;
    // Three classes, a title and a border; the machine has what is left, and the log what the machine had.
    expect(place('classes')).toMatchObject({ band: 1, height: 5, width: place('machine').width });
    expect(place('machine').height).toBe(place('verdict').height - 5);
    expect(place('log').width + place('checklist').width).toBe(120);
    // Of many classes none is hidden for that.
    const many = placedIn(layOut(120, 40, panes, false, { lists: { classes: 80, machine: 4, checklist: 20 } }));
    expect(many.find(({ name }) => name === 'machine')?.band).toBe(2);
  });

  test('shows a list in rows that would be blank where it has no other room', () => {
    const panes = ['loss', 'map', 'iouPlot', 'classes', 'log', 'checklist', 'machine'] as const;
    expect(layOut(90, 40, panes, false).hidden).toEqual(['machine']);
    expect(layOut(90, 40, panes, false, { lists: { classes: 3, machine: 4, checklist: 20 } }).hidden).toEqual([]);
  });

  test('has the classes below the reasons of the verdict where these stand beside the charts', () => {
    const panes = ['loss', 'map', 'verdict', 'classes', 'log'] as const;
    const { bands } = layOut(200, 60, panes, false, { lists: { classes: 5 } });
    expect(bands.map(({ band }) => band)).toEqual([0, 2]);
    expect(bands[0]!.columns.at(-1)!.panes.map(({ name }) => name)).toEqual(['verdict', 'classes']);
  });

  test('gives a list no more columns than it gains from while a chart gains from them', () => {
    const widths = (columns: number) =>
      Object.fromEntries(
        placedIn(layOut(columns, 60, ['loss', 'iouPlot', 'classes'], false)).map(({ name, width }) => [name, width]),
      );
    expect(widths(100)['classes']).toBeGreaterThan(30);
    expect(widths(200)).toMatchObject({ iouPlot: 144, classes: 56 });
    expect(placedIn(layOut(200, 60, ['classes'], false))[0]?.width).toBe(200);
  });

  test('names a size at which a hidden pane really is shown', () => {
    for (const pane of paneNames) {
      const needed = sizeFor(pane, 40, 12, paneNames, false);
      expect(needed).not.toBeNull();
      expect(isShown(layOut(needed!.columns, needed!.rows, paneNames, false), pane)).toBe(true);
    }
  });
});
