import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readLog } from '../../../src/monitor/readLog.ts';
import { watchedFile } from '../../../src/sources/watchedFile.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));
const store = fixture('mlflow/mlruns');
const ultralytics = join(store, '0/5b0e3c1f7a9d4c62b8e1f0a3d2c4b596');

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-figures-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Copies a fixture as if it had been written at this instant. */
function put(name: string, path: string, written = 1_700_000_000): string {
  mkdirSync(dirname(path), { recursive: true });
  cpSync(fixture(name), path);
  utimesSync(path, written, written);
  return path;
}

async function trainerOf(word: string): Promise<string | undefined> {
  return (await readLog(watchedFile(word), { trainer: null, started: null })).run.trainer?.name;
}

describe('what is watched in a directory', () => {
  test.each(['.', 'mlruns', 'mlruns/0'])('is the newest MLflow run, from %s', async (word) => {
    const directory = freshDirectory();
    cpSync(store, join(directory, 'mlruns'), { recursive: true });
    const newest = join(directory, 'mlruns/0/c41d9f60e2b84a7f93d5a8e7b6021f3c');
    utimesSync(join(newest, 'metrics/eval_map'), 4_000_000_000, 4_000_000_000);
    expect(watchedFile(join(directory, word))).toBe(newest);
    expect(await trainerOf(join(directory, word))).toBe('mlflow');
  });

  test('is the results table where there is one beside an MLflow run', () => {
    const directory = freshDirectory();
    cpSync(store, join(directory, 'mlruns'), { recursive: true });
    const table = put('ultralytics/8.3.63-curve.results.csv', join(directory, 'results.csv'));
    expect(watchedFile(directory)).toBe(table);
  });

  test('is what a trainer calls by a name of its own, before what others use the name for too', () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'results.txt'), 'what somebody noted\n');
    writeFileSync(join(directory, 'log.txt'), '{"train_lr": 1e-4, "train_loss": 12.5, "epoch": 0}\n');
    expect(watchedFile(directory)).toBe(join(directory, 'log.txt'));
  });

  test("is the newest state of Hugging Face's Trainer", async () => {
    const directory = freshDirectory();
    const name = 'hf-trainer/out/checkpoint-80/trainer_state.json';
    const lower = put(name, join(directory, 'checkpoint-80/trainer_state.json'), 1_700_000_700);
    const higher = put(name, join(directory, 'checkpoint-160/trainer_state.json'), 1_700_000_500);
    expect(watchedFile(directory)).toBe(higher);
    expect(watchedFile(dirname(lower))).toBe(lower);
    expect(await trainerOf(directory)).toBe('hf-trainer');
    const end = put('hf-trainer/trainer-state-early-stop.json', join(directory, 'trainer_state.json'), 1_700_001_000);
    expect(watchedFile(directory)).toBe(end);
  });

  test.each([
    '.',
    'wandb',
    'wandb/latest-run',
    'wandb/latest-run/files',
    'wandb/run-20260102_101112-abcdef12',
    'wandb/run-*',
    'wandb/run-*/files/output.log',
  ])('is the copy of the console that W&B keeps, from %s', async (word) => {
    const directory = freshDirectory();
    const run = join(directory, 'wandb/run-20260102_101112-abcdef12');
    put('yolov5/master-curve.log', join(run, 'files/output.log'), 1_700_000_500);
    put('yolov7/train.log', join(directory, 'wandb/run-20250102_101112-fedcba21/files/output.log'));
    writeFileSync(join(run, 'files/wandb-summary.json'), '{"metrics/mAP_0.5": 0.61, "_step": 99}\n');
    symlinkSync('run-20260102_101112-abcdef12', join(directory, 'wandb/latest-run'));
    expect(await trainerOf(join(directory, word))).toBe('yolov5');
  });

  test('is the history that old versions of W&B kept as text', async () => {
    const directory = freshDirectory();
    const run = join(directory, 'wandb/run-20200102_101112-abcdef12');
    mkdirSync(run, { recursive: true });
    const rows = [0, 1, 2].map((step) =>
      JSON.stringify({
        _step: step,
        _runtime: step * 9.5,
        epoch: step,
        loss: 3 - step,
        val_loss: 3.5 - step,
        mAP50: step / 10,
      }),
    );
    writeFileSync(join(run, 'wandb-history.jsonl'), `${rows.join('\n')}\n`);
    const { run: read } = await readLog(watchedFile(directory), { trainer: null, started: null });
    expect(read.trainer?.name).toBe('jsonl');
    expect(read.evaluations.map(({ map50 }) => map50)).toEqual([0, 0.1, 0.2]);
  });

  test('is refused in a sentence where a trainer has written nothing', () => {
    const directory = freshDirectory();
    expect(() => watchedFile(directory)).toThrow(/is a directory that holds no file of figures/);
    mkdirSync(join(directory, 'mlruns/0'), { recursive: true });
    expect(() => watchedFile(join(directory, 'mlruns'))).toThrow(/is a directory that holds no file of figures/);
  });
});

describe('what a pattern means', () => {
  test.each(['*', '*/metrics/*', '*/metrics/metrics/mAP*'])(
    'is a whole run where it names parts of one: %s',
    (pattern) => {
      const directory = freshDirectory();
      cpSync(ultralytics, join(directory, '0', 'a'.repeat(32)), { recursive: true });
      expect(watchedFile(join(directory, '0', pattern))).toBe(join(directory, '0', 'a'.repeat(32)));
    },
  );

  test('is the newest training where it names directories', () => {
    const directory = freshDirectory();
    put('ultralytics/8.3.63-curve.results.csv', join(directory, 'train/results.csv'));
    const newer = put('ultralytics/8.3.241-curve.results.csv', join(directory, 'train2/results.csv'), 1_700_000_500);
    mkdirSync(join(directory, 'train3'));
    expect(watchedFile(join(directory, 'train*'))).toBe(newer);
  });
});

describe('one metric of an MLflow run', () => {
  test('is read alone when it is named', async () => {
    const { run } = await readLog(join(ultralytics, 'metrics/metrics/mAP50B'), { trainer: null, started: null });
    expect(run.trainer?.name).toBe('mlflow');
    expect(run.evaluations).toHaveLength(40);
    expect(run.evaluations.every(({ map50, map50To95 }) => map50 !== null && map50To95 === null)).toBe(true);
    expect(run.loss).toBeNull();
  });
});

describe("a state of Hugging Face's Trainer", () => {
  test('that is cut off is refused in a sentence', async () => {
    const directory = freshDirectory();
    const path = put('hf-trainer/out/checkpoint-80/trainer_state.json', join(directory, 'trainer_state.json'));
    truncateSync(path, 1800);
    await expect(readLog(path, { trainer: null, started: null })).rejects.toThrow(
      /is cut off in the middle: .* Name the one of an earlier checkpoint\.$/,
    );
  });
});
