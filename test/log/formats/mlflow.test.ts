import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMlflowLines } from '../../../src/log/formats/mlflow/lines.ts';
import { mlflowRun } from '../../../src/log/formats/mlflow/mlflowRuns.ts';
import { metricsAt, newestRun, runsIn } from '../../../src/log/formats/mlflow/store.ts';
import { followTracked, trackedSource, type TrackedText } from '../../../src/log/formats/tracked/trackedRun.ts';
import { soon } from '../../support/soon.ts';

const id = '0123456789abcdef0123456789abcdef';

function freshStore(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-mlflow-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'mlruns');
}

function put(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function textOf(lines: TrackedText): Promise<string> {
  let text = '';
  await lines.read((piece) => {
    text += piece;
  });
  return text;
}

function createRun(store: string, name = id, meta = `run_id: ${name}\nlifecycle_stage: active\nstatus: 1\n`): string {
  const run = join(store, '0', name);
  mkdirSync(join(run, 'metrics'), { recursive: true });
  put(join(run, 'meta.yaml'), meta);
  put(join(store, '0/meta.yaml'), "experiment_id: '0'\nlifecycle_stage: active\n");
  return run;
}

describe('a path in the file store of MLflow', () => {
  test('is one metric, whose name has what stands below the run', () => {
    const run = createRun(freshStore());
    const file = put(join(run, 'metrics/metrics/mAP50B'), '1 0.5 0\n');
    expect(metricsAt(file)).toEqual({ run, key: 'metrics/mAP50B' });
    expect(metricsAt(dirname(file))).toEqual({ run, key: null });
    expect(metricsAt(run)).toEqual({ run, key: null });
  });

  test('is found without the files beside the metrics, by the name of the run', () => {
    const run = createRun(freshStore());
    rmSync(join(run, 'meta.yaml'));
    expect(metricsAt(put(join(run, 'metrics/loss'), '1 0.5 0\n'))).toEqual({ run, key: 'loss' });
  });

  test('is nothing where a directory only happens to be called metrics', () => {
    const directory = freshStore();
    expect(metricsAt(put(join(directory, 'metrics/loss.txt'), 'loss\n'))).toBeNull();
    expect(metricsAt(directory)).toBeNull();
  });
});

describe('the runs of a store', () => {
  test('are found from the store, the experiment and the working directory, but for models and deleted runs', () => {
    const store = freshStore();
    const run = createRun(store);
    createRun(store, 'f'.repeat(32), `run_id: ${'f'.repeat(32)}\nlifecycle_stage: deleted\n`);
    put(join(store, '0/models/m-1/meta.yaml'), 'model_id: m-1\n');
    put(join(store, '0/models/m-1/metrics/loss'), '1 0.5 0 run\n');
    for (const directory of [store, join(store, '0'), dirname(store), run]) {
      expect(runsIn(directory)).toEqual([run]);
    }
  });

  test('have as their newest the one in which something was logged last', () => {
    const store = freshStore();
    const [older, newer] = [createRun(store, 'a'.repeat(32)), createRun(store, 'b'.repeat(32))];
    put(join(newer, 'metrics/loss'), '1 0.5 0\n');
    utimesSync(put(join(older, 'metrics/train/loss'), '1 0.5 0\n'), 4_000_000_000, 4_000_000_000);
    expect(newestRun([newer, older])).toBe(older);
    expect(newestRun([])).toBeNull();
  });
});

describe('the lines of a run', () => {
  test('stand in the order of their time, each with the name of its metric', async () => {
    const run = createRun(freshStore());
    put(join(run, 'metrics/val/loss'), '1500 2.5 0\n3500 2 1 shapes 8f3a91c2\n');
    put(join(run, 'metrics/loss'), '1000 3 0\n3000 nan 1\n4000 0.5\n');
    put(join(run, 'params/epochs'), '20');
    expect((await textOf(createMlflowLines({ run, key: null }))).split('\n')).toEqual([
      `MLflow run ${id}`,
      'param epochs: 20',
      '1000 3 0 loss',
      '1500 2.5 0 val/loss',
      '3000 nan 1 loss',
      '3500 2 1 val/loss',
      '4000 0.5 0 loss',
      '',
    ]);
  });

  test('keep the order of a file when the clock was set back', async () => {
    const run = createRun(freshStore());
    put(join(run, 'metrics/loss'), '5000 3 0\n1000 2 1\n6000 1 2\n');
    const text = await textOf(createMlflowLines({ run, key: 'loss' }));
    expect(text).toBe(`MLflow run ${id}\n5000 3 0 loss\n1000 2 1 loss\n6000 1 2 loss\n`);
  });

  test('come once, whatever a file was cut into, and never half', async () => {
    const run = createRun(freshStore());
    const file = put(join(run, 'metrics/loss'), '');
    const lines = createMlflowLines({ run, key: null });
    const whole = '1000 3.25 0\n2000 inf 1\n3000 1e-05 2\n';
    let read = '';
    for (const character of whole) {
      appendFileSync(file, character);
      read += await textOf(lines);
    }
    expect(read).toBe(`MLflow run ${id}\n1000 3.25 0 loss\n2000 inf 1 loss\n3000 1e-05 2 loss\n`);
    expect(lines.values()).toBe(3);
  });
});

describe('a long run', () => {
  test('stands in order too, in pieces', async () => {
    const run = createRun(freshStore());
    const metric = (from: number) =>
      Array.from({ length: 20_000 }, (_, step) => `${1_760_000_000_000 + step * 10 + from} ${step}.5 ${step}\n`).join(
        '',
      );
    put(join(run, 'metrics/a'), metric(0));
    put(join(run, 'metrics/b'), metric(5));
    const pieces: string[] = [];
    await createMlflowLines({ run, key: null }).read((piece) => pieces.push(piece));
    const lines = pieces.join('').split('\n').slice(1, -1);
    expect(pieces.length).toBeGreaterThan(10);
    expect(lines).toHaveLength(40_000);
    expect(
      lines.every((line, index) =>
        line.endsWith(` ${Math.floor(index / 2)}.5 ${Math.floor(index / 2)} ${'ab'[index % 2]}`),
      ),
    ).toBe(true);
  });
});

describe('following a run', () => {
  test('reads values as they are logged, in metrics that come later too', async () => {
    const run = createRun(freshStore());
    put(join(run, 'metrics/loss'), '1000 3 0\n');
    const heard: { text: string; time: number | null }[] = [];
    const following = followTracked(
      mlflowRun({ run, key: null }),
      { onBytes: (bytes, time) => heard.push({ text: bytes.toString(), time }) },
      () => 42,
    );
    onTestFinished(() => following.close());
    await following.readToEnd();
    appendFileSync(join(run, 'metrics/loss'), '2000 2 1\n');
    put(join(run, 'metrics/val/mAP50'), '2500 0.5 1\n');
    await soon(() => expect(heard).toHaveLength(2));
    expect(heard).toEqual([
      { text: `MLflow run ${id}\n1000 3 0 loss\n`, time: null },
      { text: '2000 2 1 loss\n2500 0.5 1 val/mAP50\n', time: 42 },
    ]);
  });

  test('begins anew when a metric was written anew', async () => {
    const run = createRun(freshStore());
    const file = put(join(run, 'metrics/loss'), '1000 3 0\n2000 2 1\n');
    let text = '';
    const following = followTracked(mlflowRun({ run, key: null }), {
      onBytes: (bytes) => {
        text += bytes.toString();
      },
      onReset: () => {
        text = '';
      },
    });
    onTestFinished(() => following.close());
    await following.readToEnd();
    writeFileSync(file, '9000 7 0\n');
    await following.readToEnd();
    expect(text).toBe(`MLflow run ${id}\n9000 7 0 loss\n`);
  });

  test('tells of a run that is gone, and goes on when it is back', async () => {
    const run = createRun(freshStore());
    put(join(run, 'metrics/loss'), '1000 3 0\n');
    const problems: (string | null)[] = [];
    const following = followTracked(mlflowRun({ run, key: null }), {
      onBytes: () => {},
      onProblem: (sentence) => problems.push(sentence),
    });
    onTestFinished(() => following.close());
    await following.readToEnd();
    rmSync(run, { recursive: true });
    await following.readToEnd();
    put(join(run, 'metrics/loss'), '1000 3 0\n2000 2 1\n');
    await following.readToEnd();
    expect(problems).toEqual([expect.stringMatching(/^The MLflow run .* cannot be read: ENOENT/), null]);
  });

  test('once refuses a run without metrics and a file that is no metric, in a sentence', async () => {
    const run = createRun(freshStore());
    await expect(trackedSource(mlflowRun({ run, key: null })).readOnce!(() => {})).rejects.toThrow(
      /in which no metric has been logged; /,
    );
    put(join(run, 'metrics/loss'), 'loss of the training\n\u0000\u0001\n');
    await expect(trackedSource(mlflowRun({ run, key: 'loss' })).readOnce!(() => {})).rejects.toThrow(
      /no line of it is one/,
    );
  });
});
