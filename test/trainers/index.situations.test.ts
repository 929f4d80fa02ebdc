import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stopCost } from '../../src/advisor/stopCost.ts';
import { defaultSettings, type Verdict } from '../../src/advisor/verdict.ts';
import { createJudging } from '../../src/monitor/judging.ts';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { createPreparedReading, type PreparedReading } from '../../src/monitor/preparedReading.ts';
import { position } from '../../src/run/reduce.ts';
import { lastSave, unsavedWork } from '../../src/run/saves.ts';
import { lastResumable } from '../../src/run/selectors.ts';
import { describeKept } from '../../src/stopping/kept/describeKept.ts';
import { savedNow, lossNow } from '../../src/ui/view/lines/figures.ts';
import { number } from '../../src/words/number.ts';
import { type Recording, recordings } from '../support/trainers/recordings.ts';

// Each trainer in five situations: what is said of its saves, of its loss and of its state.

const trainers = Object.entries(recordings).map(([name, recording]) => ({ name, recording }));

function read(text: string): PreparedReading {
  const reading = createPreparedReading(circumstancesOf(null), {}, null);
  reading.push(Buffer.from(text), null);
  reading.end();
  return reading;
}

/** The verdict on a training of which nothing lives, with how it ended. */
function verdictOn(
  reading: PreparedReading,
  exit: { readonly code: number | null; readonly signal: string | null },
): Verdict {
  const process = { alive: false, exit: { ...exit, time: 1 }, pauses: [] };
  const judging = createJudging({ settings: defaultSettings, checklist: () => null, others: () => ({}) });
  return judging.verdict(reading, { now: 1, quietSince: null, startedAt: null, process });
}

/** The loss that stands last in a text, as the screen would write it. */
function printedLoss(text: string, ...patterns: readonly RegExp[]): string {
  const last = patterns
    .flatMap((pattern) => Array.from(text.matchAll(pattern)))
    .toSorted((a, b) => a.index - b.index)
    .at(-1);
  const parts = last!.slice(1).filter((part) => part !== undefined);
  return number(
    parts.reduce((sum, part) => sum + Number(part), 0),
    'compact',
  );
}

function said(reading: PreparedReading): Readonly<Record<string, string>> {
  const facts = stopCost(reading.run, reading.trainer()?.habits ?? null);
  return Object.fromEntries(facts.map(({ label, text }) => [label, text]));
}

const figures = (reading: PreparedReading): string | null => savedNow({ run: reading.run, trainer: reading.trainer() });

describe('stopped in its first epoch', () => {
  test.each(trainers)(
    '$name has lost what it trained, shows its loss, and was stopped',
    ({ name: trainer, recording }) => {
      const text = recording.text.slice(0, recording.first(recording.text));
      const reading = read(text);
      expect(reading.trainer()?.names).toContain(trainer);
      expect(lossNow(reading.run)).toBe(printedLoss(text, recording.barLoss ?? recording.loss));
      const { lost = '', 'last save': saved = '' } = said(reading);
      // TensorFlow saves before it trains.
      expect(lastSave(reading.run, reading.trainer()!.habits)?.at ?? 0).toBe(0);
      expect(saved).toMatch(/^none announced yet|\(iteration 0\)$/);
      expect(lost).toMatch(/^(?:[1-9]\d* (?:iteration|epoch)s? |the part of epoch 1 that is done)/);
      const { name, headline } = verdictOn(reading, { code: null, signal: 'SIGINT' });
      expect(name).toBe('finished');
      expect(headline).toMatch(/^stopped by SIGINT (?:at iteration [1-9]\d*|at epoch 1|in epoch 1)$/);
    },
  );
});

describe('in the middle of a save', () => {
  test.each(trainers)('$name keeps the file that is whole, and is not said to keep the other', ({ recording }) => {
    const home = mkdtempSync(join(tmpdir(), 'plateau-situations-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const text = recording.text
      .slice(0, recording.saving(recording.text))
      .replaceAll(roots, (root) => `${home}${root}`);
    const reading = read(text);
    const { run } = reading;
    expect(lossNow(run)).toBe(printedLoss(text, recording.loss));
    const saved = lastSave(run, reading.trainer()!.habits);
    expect(saved).not.toBeNull();
    expect(saved!.at).toBeGreaterThan(0);
    expect(figures(reading)!.startsWith('probably ')).toBe(saved!.isProbable);
    const spoilt = recording.file === null ? null : recording.file.replace(roots, (root) => `${home}${root}`);
    for (const { path } of run.checkpoints) putCheckpoint(resolve(home, path), 'whole');
    if (spoilt !== null) putCheckpoint(resolve(home, spoilt), 'cut off');
    const lines = describeKept(run, home);
    expect(lines.filter((line) => line.startsWith('not there'))).toEqual([]);
    expect(lines.filter((line) => spoilt !== null && line.startsWith(`kept: ${spoilt},`))).toEqual([]);
    const others = new Set(run.checkpoints.map(({ path }) => path));
    others.delete(spoilt ?? '');
    const hasOther = others.size > 0 && knowsWholeness(recording);
    expect(!hasOther || /which is whole|^whole is /m.test(lines.join('\n'))).toBe(true);
    expect(verdictOn(reading, { code: null, signal: 'SIGINT' }).name).toMatch(/^finished|^never-started/);
  });
});

describe('after a resume', () => {
  test.each(trainers)('$name has lost what it trained since then, and shows its loss', ({ recording }) => {
    const { loss, barLoss = loss, resumed } = recording;
    const head = recording.text.slice(0, recording.text.lastIndexOf('\n', recording.text.search(barLoss)) + 1);
    const tail = recording.text.slice(resumed.begin(recording.text));
    const text = (resumed.head ?? ((same: string) => same))(head) + tail.slice(0, resumed.end(tail));
    const reading = read(text);
    const { run } = reading;
    expect(position(run)).toBe(resumed.at);
    expect(lossNow(run)).toBe(printedLoss(text, loss, barLoss));
    const { steps } = unsavedWork(run, reading.trainer()!.habits);
    expect(steps).toBeGreaterThanOrEqual(resumed.at - resumed.from);
    expect(steps).toBeLessThan(resumed.at - resumed.from + (resumed.printed ?? 1));
    const { lost, 'last save': saved } = said(reading);
    expect(lost).not.toMatch(/^nothing/);
    expect(saved).not.toBe('none announced yet');
    expect(figures(reading)).toMatch(/^resumed |^saved /);
    expect(verdictOn(reading, { code: null, signal: 'SIGINT' }).headline).toMatch(/(?:^|; )stopped by SIGINT/);
  });
});

describe('at its natural end', () => {
  test.each(trainers)('$name is over, keeps its last save, and shows its last loss', ({ recording }) => {
    const text = recording.text + (recording.ending ?? '');
    const reading = read(text);
    expect(lossNow(reading.run)).toBe(printedLoss(text, recording.loss));
    expect(lastResumable(reading.run)?.path ?? null).toBe(recording.last);
    const { name, isStop, headline } = verdictOn(reading, { code: 0, signal: null });
    // What never rose above zero did not get going, however it ended.
    expect(name).toMatch(/^(?:finished(?:-still-rising|-over-fitted)?|never-started)$/);
    expect(isStop).toBe(name === 'never-started');
    expect(headline).toMatch(/(?:^|; )(?:finished|exited|ended|it ended)|in its last tenth$/);
  });
});

describe('after NaN', () => {
  test.each(trainers)('$name has diverged, shows it, and keeps no file that was written since', ({ recording }) => {
    const reading = read(broken(recording));
    const { run } = reading;
    expect(lossNow(run)).toBe('nan');
    const verdict = verdictOn(reading, { code: 0, signal: null });
    expect(verdict).toMatchObject({ name: 'diverged', isStop: true });
    const { since } = run.nonFinite!;
    const spoilt = new Set(run.checkpoints.filter(({ at }) => at === null || at >= since).map(({ path }) => path));
    const good = run.checkpoints.filter(({ path }) => !spoilt.has(path));
    expect(good.length > 0).toBe(verdict.keep !== null);
    expect(spoilt.has(verdict.keep?.path ?? '')).toBe(false);
    expect(verdict.keep?.at ?? 0).toBeLessThan(since);
  });
});

/** Directories of recorded machines, which a test must not write to. */
const roots = /\/data\/(?=data|runs)|\/home\/user\/|\/content\/|\/yolov4\//g;

/** A log whose losses are no numbers in its last part. */
function broken({ text, loss, barLoss }: Recording): string {
  const places = [...text.matchAll(loss)];
  const from = places[Math.floor(places.length * 0.6)]!.index;
  const spoil = (part: string, pattern: RegExp): string =>
    part.replaceAll(pattern, (match, ...groups: readonly unknown[]) =>
      groups
        .slice(
          0,
          groups.findIndex((group) => typeof group === 'number'),
        )
        .reduce<string>((line, group) => line.replace(String(group), 'nan'), match),
    );
  const rest = spoil(text.slice(from), loss);
  return text.slice(0, from) + (barLoss === undefined ? rest : spoil(rest, barLoss));
}

/** An empty ZIP, as far as its end goes: what a checkpoint of PyTorch is. */
const zip = Buffer.concat([
  Buffer.from('PK\u0003\u0004'),
  Buffer.alloc(26),
  Buffer.from('PK\u0001\u0002'),
  Buffer.alloc(42),
  Buffer.from('PK\u0005\u0006'),
  Buffer.from([0, 0, 0, 0, 1, 0, 1, 0, 46, 0, 0, 0, 30, 0, 0, 0, 0, 0]),
]);

/** Weights as their trainer would leave them: one file, a directory of them, or files that share a beginning. */
function putCheckpoint(path: string, state: 'whole' | 'cut off'): void {
  const isNamedInPart = !/\.\w{2,}$/.test(path) || /ckpt-\d+$/.test(path);
  const file = /checkpoint-\d+$/.test(path)
    ? join(path, 'model.safetensors')
    : isNamedInPart
      ? `${path}${/ckpt-\d+$/.test(path) ? '.index' : '.pdparams'}`
      : path.replace('*', 'x');
  mkdirSync(dirname(file), { recursive: true });
  const whole = contentOf(file);
  writeFileSync(file, state === 'whole' ? whole : whole.subarray(0, whole.length - 3));
}

function contentOf(file: string): Buffer {
  if (/\.(?:weights|backup)$/.test(file))
    return Buffer.concat([Buffer.from(new Int32Array([0, 2, 5]).buffer), Buffer.alloc(48)]);
  if (file.endsWith('.h5')) {
    const block = Buffer.alloc(96);
    block.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 8, 8]);
    block.writeBigUInt64LE(96n, 40);
    return block;
  }
  if (file.endsWith('.safetensors')) {
    const header = Buffer.from('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, header, Buffer.alloc(4)]);
  }
  return zip;
}

/** Whether the format of its files says where they end. */
function knowsWholeness({ file }: Recording): boolean {
  return file !== null && !/ppyoloe_shapes$|ckpt-\d+$|\.tlt$/.test(file);
}
