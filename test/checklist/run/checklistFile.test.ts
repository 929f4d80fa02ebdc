import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adviceAfterBudget } from '../../../src/checklist/afterBudget.ts';
import { startBackgroundCheck } from '../../../src/checklist/run/startBackgroundCheck.ts';
import { checkRun } from '../../../src/checklist/run/checkRun.ts';
import { checkTraining } from '../../../src/checklist/checkTraining.ts';
import { starterItems } from '../../../src/checklist/items/starterItems.ts';
import { answerQuestion, readChecklist } from '../../../src/checklist/run/checklistFile.ts';
import { writeDataSet } from '../../support/checklist/planted.ts';

let folder = '';
let command: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-run-checklist-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
  const { data, model } = writeDataSet(join(folder, 'set'), 'darknet', true);
  command = ['darknet', 'detector', 'train', data, model!];
});

afterAll(() => {
  delete process.env['XDG_CACHE_HOME'];
  rmSync(folder, { recursive: true, force: true });
});

/** A run directory as the keeper makes them, with nothing running in it. */
function runDirectory(name: string, words: readonly string[]): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  const log = join(directory, 'output.log');
  const record = {
    id: name,
    name,
    command: words,
    cwd: folder,
    log,
    state: 'running',
    startedAt: 0,
    keeper: null,
    training: null,
    exit: null,
    problem: null,
  };
  writeFileSync(join(directory, 'run.json'), JSON.stringify(record));
  writeFileSync(log, '');
  return directory;
}

test('a run whose checklist nobody made has none, and no answer', () => {
  expect(readChecklist(join(folder, 'nowhere'))).toEqual({
    state: 'none',
    report: null,
    problem: null,
    answered: new Set(),
  });
});

test('the check of a run is kept in its directory, at most fifty findings of each check, and none is lost from the counts', async () => {
  const directory = runDirectory('kept', command);
  await checkRun(directory);
  const { state, report, problem } = readChecklist(directory);
  expect([state, problem]).toEqual(['done', null]);
  expect(report!.byCheck['class-out-of-range']).toBe(2);
  expect(report!.model).toMatchObject({ width: 64, height: 64 });
});

test('a command that cannot be checked keeps the reason', async () => {
  const directory = runDirectory('unknown', ['python3', 'train.py']);
  await checkRun(directory);
  expect(readChecklist(directory)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('does not name a known data set'),
  });
});

test('a checklist of another version, or with a report of another form, reads as none', async () => {
  const directory = runDirectory('other', command);
  await checkRun(directory);
  const file = join(directory, 'checklist.json');
  const written: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  for (const other of [
    { ...written, version: 2 },
    { ...written, report: { findings: [], statistics: {}, counts: {} } },
  ]) {
    writeFileSync(file, JSON.stringify(other));
    expect(readChecklist(directory)).toMatchObject({ state: 'none', report: null });
  }
});

test('a damaged checklist reads as none', () => {
  const directory = runDirectory('damaged', command);
  writeFileSync(join(directory, 'checklist.json'), '{"state": "done", "report": {');
  writeFileSync(join(directory, 'answers.json'), '[1, 2');
  expect(readChecklist(directory)).toMatchObject({ state: 'none', report: null });
});

// It has the lowest priority, so that beside busy programs it gets little time.
test(
  'the background check runs as a process of its own, and its result comes to the run directory',
  { timeout: 600_000 },
  async () => {
    const directory = runDirectory('background', command);
    startBackgroundCheck({ log: join(directory, 'output.log') });
    const file = join(directory, 'checklist.json');
    while (!existsSync(file) || readChecklist(directory).state === 'checking') await sleep(50);
    expect(readChecklist(directory).state).toBe('done');
    expect(JSON.parse(readFileSync(file, 'utf8')).problem).toBeNull();
  },
);

test('what a person answers is kept with the run, and can be taken back', () => {
  const directory = runDirectory('answers', command);
  answerQuestion(directory, 'annotations-reviewed', true);
  answerQuestion(directory, 'model-chosen', true);
  answerQuestion(directory, 'model-chosen', false);
  expect([...readChecklist(directory).answered]).toEqual(['annotations-reviewed']);
  expect(() => answerQuestion(join(folder, 'gone'), 'model-chosen', true)).toThrow(/could not be saved/);
});

test('the checklist has a line for every part of the starter checklist, the worst finding of each, and the questions', async () => {
  const report = await checkTraining({
    data: null,
    model: null,
    command,
    cwd: folder,
    threads: 1,
    onProgress: () => {},
  });
  const items = starterItems(report, new Set(['annotations-reviewed']));
  const states = Object.fromEntries(items.map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({
    images: 'error',
    labels: 'error',
    leakage: 'error',
    copies: 'warning',
    weights: 'warning',
    anchors: 'right',
    'annotations-reviewed': 'right',
    'variety-enough': 'ask',
  });
  expect(items.map(({ group }) => group)).toEqual(items.map(({ group }) => group).toSorted());
  expect(items.find(({ id }) => id === 'images')!.detail).toBe('an image is missing (2)');
});

test('after the budget the advice goes from the cheapest to the dearest, with what was found in this data set', async () => {
  const report = await checkTraining({
    data: null,
    model: null,
    command,
    cwd: folder,
    threads: 1,
    onProgress: () => {},
  });
  const [annotations, variety, model, size] = adviceAfterBudget(report);
  expect(annotations).toContain('2 boxes of classes that do not exist');
  expect(variety).toMatch(/classes out of balance.*Begin with "/);
  expect(model).toContain('names no weights');
  expect(size).toContain('fewer than 1,500 images');
});

test('where nothing was found the advice says so instead of inventing a reason', async () => {
  const { data, model } = writeDataSet(join(folder, 'clean'), 'darknet', false);
  const report = await checkTraining({ data, model, command: null, cwd: folder, threads: 1, onProgress: () => {} });
  const advice = adviceAfterBudget(report);
  expect(advice[0]).toContain('every box is valid');
  expect(advice[2]).toContain('the settings do not rule these out');
});
