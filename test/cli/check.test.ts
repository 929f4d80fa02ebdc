import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { draw } from '../support/checklist/drawn.ts';
import { freshHome, plateau, plateauProgram } from '../support/real/plateau.ts';
import { writeDataSet } from '../support/checklist/planted.ts';

test('`plateau check` ends with 1 when there is an error, prints all findings as JSON, and writes the files to be mended', () => {
  const { directory, environment } = freshHome();
  const { data, planted } = writeDataSet(join(directory, 'set'), 'darknet', true);
  const list = join(directory, 'fix.txt');
  const { status, stdout, stderr } = plateau(['check', data, '--json', '--fix-list', list], environment);
  expect([status, stderr]).toEqual([1, '']);
  const { findings, counts } = JSON.parse(stdout);
  expect(counts.error).toBeGreaterThan(20);
  expect(findings[0]).toEqual({
    level: 'error',
    check: expect.any(String),
    what: expect.any(String),
    where: expect.anything(),
    why: expect.any(String),
    todo: expect.any(String),
    files: expect.any(Array),
    table: [],
  });
  const files = readFileSync(list, 'utf8').trim().split('\n');
  expect(new Set(files).size).toBe(files.length);
  const truncated = planted.find(({ check }) => check === 'image-truncated')!;
  expect(files).toContain(truncated.file);
});

test('`plateau check` of a set without errors ends with 0 and says what it holds and what it found, on lines without escapes', () => {
  const { directory, environment } = freshHome();
  const { data, model } = writeDataSet(join(directory, 'set'), 'darknet', false);
  const { status, stdout, stderr } = plateau(['check', data, '--model', model!], environment);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('training    120 images, 348 objects, 4 without any');
  expect(stdout).toContain('0 errors, 1 warning, 4 hints.');
  expect(stdout).not.toContain('\x1b');
});

test('a check reads what a command names, and what has changed since the last time', () => {
  const { directory, environment } = freshHome();
  const { data, model } = writeDataSet(join(directory, 'set'), 'darknet', false);
  const words = ['check', '--json', '--', 'darknet', 'detector', 'train', data, model!];
  expect(JSON.parse(plateau(words, environment).stdout).byCheck).toEqual({
    'class-rare': 1,
    'model-scratch': 1,
    'label-empty': 4,
  });
  writeFileSync(join(directory, 'set', 'images', 'train', 'train003.png'), 'no image any more');
  const { byCheck } = JSON.parse(plateau(words, environment).stdout);
  expect(byCheck).toEqual({ 'image-unreadable': 1, 'class-rare': 1, 'model-scratch': 1, 'label-empty': 4 });
});

test('`plateau plan` says how long to train, as text and as data', () => {
  const { directory, environment } = freshHome();
  const { data, model } = writeDataSet(join(directory, 'set'), 'darknet', false);
  const { status, stdout } = plateau(
    ['plan', data, '--model', model!, '--speed', '64', '--gpu-price', '2', '--json'],
    environment,
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    length: 6000,
    configured: 6000,
    seconds: 6000,
    gpuHours: 6000 / 3600,
    cost: (6000 / 3600) * 2,
  });
  expect(plateau(['plan', data], environment).stdout).toContain('6,000 iterations, about 3,200 epochs');
});

test.each([
  [['check', '/nowhere/obj.data'], 2, 'plateau: /nowhere/obj.data does not exist: give a .data'],
  [['check', 'a.data', 'b.data'], 2, 'plateau: Unexpected argument `b.data`: only one DATA can be given.'],
  [['check', '--', 'python3', 'train.py'], 2, 'plateau: The command `python3 train.py` does not name a known data set'],
  [['plan', '/nowhere/data.yaml'], 2, 'plateau: /nowhere/data.yaml does not exist'],
  [['plan', '--speed', 'fast'], 2, 'plateau: --speed expects a number above zero, not `fast`'],
])('`plateau %j` ends with %i and one sentence', (words, status, sentence) => {
  const { environment } = freshHome();
  const result = plateau(words, environment);
  expect([result.status, result.stdout]).toEqual([status, '']);
  expect(result.stderr).toContain(sentence);
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
});

test.each([
  ['check', '/nowhere/obj.data'],
  ['plan', '/nowhere/data.yaml'],
])('`plateau %s --json` says as JSON, too, what it could not read', (name, path) => {
  const { environment } = freshHome();
  const { status, stdout } = plateau([name, path, '--json'], environment);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toEqual({ state: 'failed', problem: expect.stringContaining('does not exist') });
});

test('^C says how far the check was and keeps what it has read', async () => {
  const { directory, environment } = freshHome();
  const { bytes } = draw(1);
  writeFileSync(join(directory, 'one.png'), bytes);
  const images = Array.from({ length: 20_000 }, (_, index) => join(directory, 'images', `${index}.png`));
  mkdirSync(join(directory, 'images'));
  for (const image of images) symlinkSync(join(directory, 'one.png'), image);
  writeFileSync(join(directory, 'data.yaml'), 'train: images\nval: images\nnames: {0: a}\n');
  const words = ['--import', tellsWhenReady, plateauProgram, 'check', join(directory, 'data.yaml'), '--json'];
  const child = spawn(process.execPath, words, { env: environment });
  const ended = once(child, 'close');
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  while (!stderr.includes('ready\n')) await sleep(5);
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(stderr).toMatch(/^ready\nplateau: Interrupted after [\d,]+ of 20,000 images \(\d+ %\)\./);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'interrupted', total: 20_000, done: expect.any(Number) });
});

/** Says on standard error when ^C is listened to: before, it ends the program at once. */
const tellsWhenReady = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  process.on('newListener', (name) => name === 'SIGINT' && setImmediate(() => writeSync(2, 'ready\\n')));
`)}`;

test('a speed that no training tells is asked for', () => {
  const { directory, environment } = freshHome();
  const { data } = writeDataSet(join(directory, 'set'), 'darknet', false);
  const { status, stderr } = plateau(['plan', data, '--speed', 'auto'], environment);
  expect([status, stderr]).toEqual([
    2,
    'plateau: The speed of no earlier run is known: give it with --speed, in images per second.\n',
  ]);
});
