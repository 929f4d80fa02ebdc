import { expect, test } from 'vitest';
import { overlaidPlot } from '../../src/charts/overlaidPlot.ts';

const rising = [0.1, 0.5, 0.7, 0.8, 0.85].map((value, index) => ({ at: 100 * (index + 1), value }));
const falling = [0.4, 0.3, 0.2].map((value, index) => ({ at: 100 * (index + 1), value }));

test('draws curves over one another on one scale, each with its letter', () => {
  const lines = overlaidPlot(
    [
      { letter: 'A', points: rising },
      { letter: 'B', points: falling },
    ],
    { width: 60, height: 8, characters: 'box', percent: false },
  );
  expect(lines).toHaveLength(8);
  expect(lines.find((line) => line.endsWith('A'))).toMatch(/^0\.[89]┤|^ +│/);
  expect(lines.join('\n')).toMatch(/^0\.2┤/m);
  expect(lines.filter((line) => line.includes('┤')).length).toBeLessThanOrEqual(6);
  expect(lines.join('\n')).toContain('B');
  expect(new Set(lines.map((line) => line.length))).toEqual(new Set([60]));
});

test('is plain ASCII where that is asked, and has room for a single value', () => {
  const lines = overlaidPlot([{ letter: 'A', points: [{ at: 1, value: 0.5 }] }], {
    width: 30,
    height: 5,
    characters: 'ascii',
    percent: false,
  });
  expect(lines.join('')).toMatch(/^[\x20-\x7e]*A[\x20-\x7e]*$/);
});

test('is nothing without a point', () => {
  expect(
    overlaidPlot([{ letter: 'A', points: [] }], { width: 60, height: 8, characters: 'box', percent: false }),
  ).toEqual([]);
});
