import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeColumns, pointBuckets } from '../../src/charts/columns.ts';
import { plot, scaledSparkline } from '../../src/charts/plots.ts';
import { fixedScale, robustScale } from '../../src/charts/scale.ts';
import type { Characters } from '../../src/words/characters.ts';

const every: readonly Characters[] = ['box', 'braille', 'ascii'];

describe('a line of box characters', () => {
  test('is what asciichart draws', () => {
    const columns = placeColumns(pointBuckets([3, 3, 2, 1, 0, 1, 2].map((value, at) => ({ at, value }))), 0, 6, 7);
    const cells = plot(columns, fixedScale(0, 3, []), 7, 4, 'box').map((line) => line.join(''));
    expect(cells).toEqual(['──╮    ', '  ╰╮  ╭', '   ╰╮╭╯', '    ╰╯ ']);
  });

  test('starts where the data start', () => {
    const columns = placeColumns(pointBuckets([{ at: 5, value: 1 }]), 0, 9, 10);
    expect(plot(columns, fixedScale(0, 1, []), 10, 2, 'box')[0]!.join('')).toBe('     ─    ');
  });
});

describe('a sparkline with a scale', () => {
  test('is exactly as long as its columns, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 100 }), fc.constantFrom(...every), (values, characters) => {
        const line = scaledSparkline(Float64Array.from(values), robustScale(values), characters);
        expect(line).toHaveLength(values.length);
      }),
    );
  });
});
