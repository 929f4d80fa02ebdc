import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEventLines } from '../../../../src/log/formats/tensorboard/lines.ts';
import { tensorboardRuns } from '../../../../src/log/formats/tensorboard/tensorboardRuns.ts';
import { circumstancesOf } from '../../../../src/monitor/circumstances.ts';
import { openMonitor } from '../../../../src/monitor/openMonitor.ts';
import { readLog } from '../../../../src/monitor/readLog.ts';
import { watchedFile } from '../../../../src/sources/watchedFile.ts';
import { watchFile } from '../../../../src/sources/watchedHere.ts';
import { freshFolder } from '../../../support/log/mlflowDatabase.ts';
import { soon } from '../../../support/soon.ts';

const fixture = fileURLToPath(new URL('../../../../fixtures/tensorboard/several-writers', import.meta.url));
const secondWriter = 'train/events.out.tfevents.1760000100.vm';

function copy(): string {
  const directory = join(freshFolder('tensorboard'), 'ssd');
  cpSync(fixture, directory, { recursive: true });
  return directory;
}

async function linesOf(directory: string): Promise<string[]> {
  let text = '';
  await createEventLines(directory).read((piece) => {
    text += piece;
  });
  return text.split('\n').slice(0, -1);
}

const values = (lines: readonly string[]) => lines.filter((line) => /^\d/.test(line));

describe('a directory of event files', () => {
  test('is one run over all its writers, from before and after it was begun again', async () => {
    const run = (await readLog(fixture, { trainer: null, started: null })).run;
    expect(run.trainer?.name).toBe('tensorboard');
    expect(run.plan).toMatchObject({ epochs: 20, batch: 8 });
    expect(run.iterations).toMatchObject({ first: 100, last: 1500 });
    expect(run.evaluations.map(({ iteration }) => iteration)).toEqual([100, 300, 500, 700, 900, 1100, 1300, 1500]);
    expect(run.evaluations.at(-1)?.map50).toBeCloseTo(0.9 * (1 - Math.exp(-15 / 8)), 5);
    expect(run.evaluations.at(-1)?.map50To95).toBeCloseTo(0.6 * (1 - Math.exp(-15 / 8)), 5);
  });

  test('has its values in the order of their time, those of a set under its name', async () => {
    const lines = await linesOf(fixture);
    expect(lines[0]).toBe('TensorBoard run several-writers');
    const times = values(lines).map((line) => Number(line.split(' ')[0]));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(lines.some((line) => line.endsWith(' 100 train/Loss/total_loss'))).toBe(true);
    expect(lines.some((line) => line.endsWith(' 100 eval/Loss/total_loss'))).toBe(true);
    expect(lines.some((line) => line.includes('hparam/'))).toBe(false);
  });

  test.each(['.', 'ssd'])('is found from %s', (word) => {
    const directory = copy();
    expect(watchedFile(join(dirname(directory), word))).toBe(directory);
    expect(tensorboardRuns.describe(directory)).toBe('ssd (TensorBoard)');
  });

  test('with one file alone is that file', () => {
    const directory = freshFolder('tensorboard');
    cpSync(join(fixture, secondWriter), join(directory, 'events.out.tfevents.1760000100.vm'));
    expect(tensorboardRuns.discover(directory)).toBe(join(directory, 'events.out.tfevents.1760000100.vm'));
  });

  test('does not mix runs that stand beside each other', async () => {
    const directory = freshFolder('tensorboard');
    for (const name of ['exp1', 'exp2']) {
      mkdirSync(join(directory, name));
      cpSync(join(fixture, secondWriter), join(directory, name, 'events.out.tfevents.1760000100.vm'));
    }
    expect(tensorboardRuns.discover(directory)).toMatch(/exp[12]\/events\.out\.tfevents\.1760000100\.vm$/);
  });

  test.each([
    ['gz', gzipSync],
    ['zst', zstdCompressSync],
  ])('is read from files that were compressed as .%s, also when one is cut off', async (ending, compress) => {
    const directory = copy();
    const whole = await linesOf(directory);
    const path = join(directory, secondWriter);
    const packed = compress(readFileSync(path));
    rmSync(path);
    writeFileSync(`${path}.${ending}`, packed);
    expect(await linesOf(directory)).toEqual(whole);
    writeFileSync(`${path}.${ending}`, packed.subarray(0, packed.length - 9));
    expect((await linesOf(directory)).filter((line) => !whole.includes(line))).toEqual([]);
  });

  test('counts what several processes log at one time once', async () => {
    const directory = copy();
    const whole = await linesOf(directory);
    cpSync(join(directory, secondWriter), join(directory, 'train/events.out.tfevents.1760000101.rank1'));
    expect(await linesOf(directory)).toEqual(whole);
  });

  test('says at every byte of a file only what all of it says', async () => {
    const directory = copy();
    const whole = new Set(await linesOf(directory));
    const path = join(directory, secondWriter);
    const bytes = readFileSync(path);
    for (let size = 0; size < bytes.length; size += 1) {
      writeFileSync(path, bytes.subarray(0, size));
      expect((await linesOf(directory)).filter((line) => !whole.has(line))).toEqual([]);
    }
  });

  test('goes on while it is written, also when the training begins again with a file of its own', async () => {
    const directory = copy();
    rmSync(join(directory, secondWriter));
    rmSync(join(directory, 'eval/events.out.tfevents.1760000101.vm'));
    const { source, title } = await watchFile(directory);
    expect(title).toBe('ssd (TensorBoard)');
    const monitor = await openMonitor(source, circumstancesOf(null));
    onTestFinished(() => monitor.close());
    await soon(() => expect(monitor.run.iterations?.last).toBe(700));
    cpSync(join(fixture, secondWriter), join(directory, secondWriter));
    await soon(() => expect(monitor.run.iterations?.last).toBe(1500));
  });
});
