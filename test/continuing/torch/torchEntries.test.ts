import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { torchEntries } from '../../../src/continuing/torch/torchEntries.ts';

/** Saved by PyTorch 1.13: a layer of three numbers, with the state of its optimizer or stripped of it. */
const saved = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/checkpoints/${name}`, import.meta.url));

test('names what a checkpoint holds, by the names of its entries', () => {
  expect(Object.fromEntries(torchEntries(saved('unstripped.pt'))!)).toEqual({
    epoch: 7,
    best_fitness: 0.5,
    model: 'something',
    ema: 'nothing',
    updates: 3,
    optimizer: 'something',
  });
});

test('says of a stripped one that its optimizer is nothing', () => {
  const entries = torchEntries(saved('stripped.pt'));
  expect(entries?.get('optimizer')).toBe('nothing');
  expect(entries?.get('epoch')).toBe(-1);
});

test('cannot tell of the old format, of a file that was cut off, and of one that is none', () => {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-torch-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const cut = join(directory, 'cut.pt');
  writeFileSync(cut, readFileSync(saved('unstripped.pt')).subarray(0, -100));
  const text = join(directory, 'text.pt');
  writeFileSync(text, 'not weights');
  for (const path of [saved('legacy.pth'), cut, text, join(directory, 'none.pt')]) {
    expect(torchEntries(path)).toBeNull();
  }
});
