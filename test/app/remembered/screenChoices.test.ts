import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadChoices, saveChoices } from '../../../src/app/remembered/screenChoices.ts';
import { choicesOf } from '../../../src/ui/state/choices.ts';
import { reduceScreen } from '../../../src/ui/state/reduceScreen.ts';
import { createScreenState } from '../../../src/ui/state/state.ts';

function fresh(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-choices-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const chosen = choicesOf(reduceScreen(createScreenState(80, 24), { type: 'logScale' }));

test('what was chosen about the screen is there again the next time', () => {
  const path = join(fresh(), 'plateau', 'screen.json');
  saveChoices(chosen, path);
  expect(loadChoices(path)).toEqual(chosen);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('choices are written whole and leave nothing else behind', () => {
  const directory = fresh();
  const path = join(directory, 'screen.json');
  for (const logScale of [true, false, true]) saveChoices({ ...chosen, logScale }, path);
  expect(readdirSync(directory)).toEqual(['screen.json']);
  expect(JSON.parse(readFileSync(path, 'utf8')).logScale).toBe(true);
});

test('a missing, broken or strange file leaves the defaults', () => {
  const path = join(fresh(), 'screen.json');
  expect(loadChoices(path)).toEqual({});
  for (const text of ['', '{"off": [', '[]', '{"smoothing": -3}']) {
    writeFileSync(path, text);
    expect(loadChoices(path)).toEqual({});
  }
});

test('a place that cannot be written to is no error', () => {
  const file = join(fresh(), 'file');
  writeFileSync(file, '');
  expect(() => saveChoices(chosen, join(file, 'screen.json'))).not.toThrow();
  expect(readFileSync(file, 'utf8')).toBe('');
});
