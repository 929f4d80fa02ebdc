import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadPaneSizes, savePaneSizes } from '../../../src/app/remembered/paneSizes.ts';
import type { SizesByTerminal } from '../../../src/ui/state/layout/sizes.ts';

function file(content?: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-sizes-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'state', 'layout.json');
  if (content === undefined) return path;
  savePaneSizes({}, path);
  writeFileSync(path, content);
  return path;
}

const sizes: SizesByTerminal = { '120x40': { widths: { loss: 4 }, heights: [2, 0, 0] } };

test('what is kept is read again, each size of a terminal by itself', () => {
  const path = file();
  savePaneSizes({ ...sizes, '80x24': { widths: {}, heights: [0, 0, 1] } }, path);
  expect(loadPaneSizes(path)).toEqual({
    sizes: { ...sizes, '80x24': { widths: {}, heights: [0, 0, 1] } },
    problem: null,
    isOurs: true,
  });
});

test('without a file panes have their usual sizes, and nothing is said', () => {
  expect(loadPaneSizes(file())).toEqual({ sizes: {}, problem: null, isOurs: true });
});

test.each([
  ['cut off', '{"version": 1, "sizes": {"120x40"'],
  ['of a version that never was', JSON.stringify({ version: 0, sizes })],
  ['with a size of no terminal', JSON.stringify({ version: 1, sizes: { wide: sizes['120x40'] } })],
  [
    'with a width that no pane can have',
    JSON.stringify({ version: 1, sizes: { '120x40': { widths: { loss: 1e9 }, heights: [0, 0, 0] } } }),
  ],
  ['with words for heights', JSON.stringify({ version: 1, sizes: { '120x40': { widths: {}, heights: ['2', 0, 0] } } })],
])('a file %s is not used, which is said with its name', (_, content) => {
  const path = file(content);
  expect(loadPaneSizes(path)).toEqual({
    sizes: {},
    problem: `${path} is damaged: panes have their usual sizes.`,
    isOurs: true,
  });
});

test('the sizes of a pane that is not known any more are left out', () => {
  const path = file(
    JSON.stringify({ version: 1, sizes: { '120x40': { widths: { loss: 4, gone: 3 }, heights: [2, 0, 0] } } }),
  );
  expect(loadPaneSizes(path)).toEqual({ sizes, problem: null, isOurs: true });
});

test('only the fifty terminals are remembered whose sizes were changed last', () => {
  const path = file();
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`${100 + index}x40`, { widths: {}, heights: [index, 0, 0] as const }]),
  );
  savePaneSizes(many, path);
  const kept = Object.keys(JSON.parse(readFileSync(path, 'utf8')).sizes);
  expect(kept).toHaveLength(50);
  expect(kept.at(0)).toBe('110x40');
});

test('a file of a newer version is not used, and left to it', () => {
  const path = file(JSON.stringify({ version: 2, sizes, more: true }));
  expect(loadPaneSizes(path)).toEqual({
    sizes: {},
    problem: `${path} is of a newer version: panes have their usual sizes.`,
    isOurs: false,
  });
});
