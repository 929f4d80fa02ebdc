import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { recentPoints } from '../../src/run/series.ts';
import { watchFile } from '../../src/sources/watchedHere.ts';
import { soon } from '../support/soon.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
const mlflowRun = 'c41d9f60e2b84a7f93d5a8e7b6021f3c';

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-beside-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Watches a path as `plateau watch` does. */
async function watch(path: string) {
  const { source } = await watchFile(path);
  const monitor = await openMonitor(source, circumstancesOf(null));
  onTestFinished(() => monitor.close());
  return monitor;
}

/** The MLflow run of the fixtures, begun at this instant. */
function beginRun(directory: string, name = mlflowRun): string {
  const run = join(directory, 'mlruns/0', name);
  cpSync(fixture(`mlflow/mlruns/0/${mlflowRun}`), run, { recursive: true });
  const meta = readFileSync(join(run, 'meta.yaml'), 'utf8').replace(/start_time: \d+/, `start_time: ${Date.now()}`);
  writeFileSync(join(run, 'meta.yaml'), meta);
  return run;
}

/** What the Trainer prints of the history in the fixtures, when it is neither asked for bars nor for notices. */
function consoleOf(state: string): string {
  const read: { log_history: Record<string, number | null>[] } = JSON.parse(
    readFileSync(fixture(state), 'utf8').replaceAll(': NaN', ': null'),
  );
  return read.log_history
    .map(({ step: _step, eval_map_per_class: _list, epoch, ...entry }) => {
      // The Trainer logs a loss first; the file has its keys sorted.
      const values = Object.entries(entry).toSorted(
        ([left], [right]) => Number(right === 'loss') - Number(left === 'loss'),
      );
      return `{${values.map(([key, value]) => `'${key}': ${value ?? 'nan'}, `).join('')}'epoch': ${epoch!.toFixed(2)}}\n`;
    })
    .join('');
}

describe('watching an MLflow run', () => {
  test('goes on as values are logged, and as metrics come that were not there', async () => {
    const directory = freshDirectory();
    const from = fixture('mlflow/mlruns/0/5b0e3c1f7a9d4c62b8e1f0a3d2c4b596');
    const run = join(directory, 'mlruns/0/5b0e3c1f7a9d4c62b8e1f0a3d2c4b596');
    const keys = readdirSync(join(from, 'metrics'), { recursive: true })
      .map(String)
      .filter((key) => statSync(join(from, 'metrics', key)).isFile());
    cpSync(join(from, 'params'), join(run, 'params'), { recursive: true });
    mkdirSync(join(run, 'metrics'), { recursive: true });
    writeFileSync(
      join(run, 'meta.yaml'),
      readFileSync(join(from, 'meta.yaml'), 'utf8').replace('status: 3', 'status: 1'),
    );
    const log = (first: number, past: number) => {
      for (const key of keys) {
        const lines = readFileSync(join(from, 'metrics', key), 'utf8')
          .split('\n')
          .slice(first, past);
        mkdirSync(dirname(join(run, 'metrics', key)), { recursive: true });
        appendFileSync(join(run, 'metrics', key), lines.map((line) => (line === '' ? '' : `${line}\n`)).join(''));
      }
    };
    const monitor = await watch(run);
    await soon(() => expect(monitor.caughtUp()).toBe(true));
    expect(monitor.run.plan.epochs).toBe(40);
    log(0, 5);
    await soon(() => expect(monitor.run.epochs?.last).toBe(5));
    log(5, 41);
    await soon(() => expect(monitor.run.evaluations).toHaveLength(40));
    expect(monitor.trainer()?.title).toBe('MLflow metrics');
    expect(monitor.isOver()).toBe(false);
    cpSync(join(from, 'meta.yaml'), join(run, 'meta.yaml'));
    await soon(() => expect(monitor.isOver()).toBe(true));
    expect(monitor.run.epochs).toEqual({ first: 1, last: 40, count: 40 });
  });
});

describe("watching the checkpoints of Hugging Face's Trainer", () => {
  test('goes on with the newest, and counts nothing twice', async () => {
    const directory = freshDirectory();
    const first = join(directory, 'checkpoint-80/trainer_state.json');
    cpSync(fixture('hf-trainer/out/checkpoint-80'), dirname(first), { recursive: true });
    const monitor = await watch(first);
    await soon(() => expect(monitor.run.iterations?.last).toBe(80));
    const second = join(directory, 'checkpoint-160');
    cpSync(fixture('hf-trainer/out/checkpoint-160'), second, { recursive: true });
    await soon(() => expect(monitor.run.iterations?.last).toBe(160));
    // Only some checkpoints are kept.
    rmSync(dirname(first), { recursive: true });
    await soon(() => expect(monitor.run.evaluations).toHaveLength(4));
    expect(monitor.run.iterations).toEqual({ first: 10, last: 160, count: 16 });
    expect(monitor.problem()).toBeNull();
  });
});

describe('figures beside a console', () => {
  test('are those of the MLflow run that began while the log was written, each counted once', async () => {
    const directory = freshDirectory();
    const path = join(directory, 'train.log');
    writeFileSync(path, consoleOf('hf-trainer/out/checkpoint-160/trainer_state.json'));
    beginRun(directory);
    const monitor = await watch(path);
    await soon(() => expect(monitor.run.evaluations.some(({ exact }) => exact === true)).toBe(true));
    await monitor.readToEnd();
    expect(monitor.run.trainer?.name).toBe('hf-trainer');
    expect(monitor.run.evaluations).toHaveLength(4);
    expect(monitor.run.evaluations.map(({ iteration }) => iteration)).toEqual([40, 80, 120, 160]);
  });

  test('are those of the MLflow run that Ultralytics announces, where there is no table of results', async () => {
    const directory = freshDirectory();
    const path = join(directory, 'train.log');
    const run = '5b0e3c1f7a9d4c62b8e1f0a3d2c4b596';
    cpSync(fixture(`mlflow/mlruns/0/${run}`), join(directory, 'runs/mlflow/123', run), { recursive: true });
    const console = readFileSync(fixture('ultralytics/8.3.241-curve.log'), 'utf8');
    writeFileSync(
      path,
      console.replace(/(?<=\n)(?=\S*Logging results to)/, `MLflow: logging run_id(${run}) to runs/mlflow\n`),
    );
    const monitor = await watch(path);
    await soon(() => expect(monitor.run.evaluations.at(-1)?.exact).toBe(true));
    await monitor.readToEnd();
    expect(monitor.run.trainer?.name).toBe('ultralytics');
    expect(monitor.run.epochs).toEqual({ first: 1, last: 40, count: 40 });
    const rows = readFileSync(fixture('ultralytics/8.3.241-curve.results.csv'), 'utf8').trim().split('\n').slice(1);
    expect(monitor.run.evaluations.map(({ map50 }) => map50)).toEqual(rows.map((row) => Number(row.split(',')[7])));
    expect(recentPoints(monitor.run.series.get('validationLoss')!).x.length).toBe(40);
  });

  test('are not those of one of two runs that began together', async () => {
    const directory = freshDirectory();
    const path = join(directory, 'train.log');
    writeFileSync(path, consoleOf('hf-trainer/out/checkpoint-160/trainer_state.json'));
    beginRun(directory);
    beginRun(directory, 'd'.repeat(32));
    const monitor = await watch(path);
    await monitor.readToEnd();
    expect(monitor.run.evaluations).toHaveLength(4);
    expect(monitor.run.evaluations.some(({ exact }) => exact === true)).toBe(false);
  });

  test("are the states of Hugging Face's Trainer where it says that it saves, and say at which step an evaluation was", async () => {
    const directory = freshDirectory();
    const path = join(directory, 'train.log');
    cpSync(fixture('hf-trainer/out'), join(directory, 'out'), { recursive: true });
    writeFileSync(
      path,
      `${consoleOf('hf-trainer/out/checkpoint-160/trainer_state.json')}Saving model checkpoint to out/checkpoint-160\n\n`,
    );
    const monitor = await watch(path);
    await soon(() => expect(monitor.run.evaluations.some(({ exact }) => exact === true)).toBe(true));
    await monitor.readToEnd();
    expect(monitor.run.trainer?.name).toBe('hf-trainer');
    expect(monitor.run.evaluations.map(({ iteration }) => iteration)).toEqual([40, 80, 120, 160]);
    expect(recentPoints(monitor.run.series.get('loss')!).x.length).toBeLessThanOrEqual(16);
  });
});
