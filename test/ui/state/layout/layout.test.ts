import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isShown, layOut, sizeFor } from '../../../../src/ui/state/layout/layout.ts';
import { paneNames } from '../../../../src/ui/state/panes.ts';

const size = fc.record({ columns: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 100 }) });

/** What a Darknet training on a machine without anything else shows. */
const usual = ['loss', 'map', 'tail', 'iou', 'verdict', 'classes', 'log'] as const;

describe('the layout', () => {
  test('never asks for more rows or columns than there are, at any size and with any panes', () => {
    fc.assert(
      fc.property(size, fc.subarray(paneNames.slice()), fc.boolean(), ({ columns, rows }, wanted, over) => {
        const layout = layOut(columns, rows, wanted, over);
        expect(layout.height).toBe(Math.max(1, rows - 1));
        expect(layout.width).toBe(columns);
        const used = layout.bands.reduce((sum, band) => sum + band.height, 0);
        expect(used).toBeLessThanOrEqual(Math.max(0, layout.bodyRows));
        for (const band of layout.bands) {
          expect(band.panes.reduce((sum, pane) => sum + pane.width, 0)).toBe(columns);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('has every wanted pane either on the screen or in the list of those that do not fit', () => {
    fc.assert(
      fc.property(size, fc.subarray(paneNames.slice()), ({ columns, rows }, wanted) => {
        const layout = layOut(columns, rows, wanted, false);
        if (layout.kind !== 'panes') return;
        for (const pane of wanted) expect(isShown(layout, pane)).toBe(!layout.hidden.includes(pane));
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
    const panes = layOut(80, 24, paneNames, true).bands.flatMap((band) => band.panes.map(({ name }) => name));
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
      layOut(columns, 60, ['loss', 'map', 'verdict', 'log'], false).bands.findIndex((band) =>
        band.panes.some(({ name }) => name === 'verdict'),
      );
    expect([120, 179, 180, 300].map(bandWith)).toEqual([1, 1, 0, 0]);
  });

  test('names a size at which a hidden pane really is shown', () => {
    for (const pane of paneNames) {
      const needed = sizeFor(pane, 40, 12, paneNames, false);
      expect(needed).not.toBeNull();
      expect(isShown(layOut(needed!.columns, needed!.rows, paneNames, false), pane)).toBe(true);
    }
  });
});
