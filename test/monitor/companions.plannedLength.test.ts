import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { figuresSource } from '../../src/monitor/discovery/figuresSource.ts';
import { readTraining } from '../../src/monitor/readTraining.ts';
import { plannedLength } from '../../src/run/selectors.ts';

const metrics = 'epoch,step,train_loss,val/mAP_50\n0,99,2.5,0.1\n1,199,2.0,0.2\n';

/** Writes files into a new directory, and returns the plan of the training whose log is the first of them. */
async function planOf(files: Readonly<Record<string, string>>, command: readonly string[] = []) {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-length-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const started = command.length === 0 ? null : { command, cwd: directory };
  const log = join(directory, Object.keys(files)[0]!);
  const { run } = await readTraining(figuresSource(log), circumstancesOf(null, {}, { started }));
  return {
    epochs: run.plan.epochs,
    iterations: run.plan.iterations,
    length: plannedLength(run),
  };
}

describe('the planned length is found', () => {
  test.each([
    ['hparams.yaml', 'max_epochs: 40\n'],
    ['config.yaml', 'trainer:\n  max_epochs: 40\n'],
    ['.hydra/config.yaml', 'trainer:\n  max_epochs: 40\n'],
    ['opt.yaml', 'epochs: 40\n'],
    ['opt.txt', '==> Opt:\n  num_epochs: 40\n'],
  ])('in %s beside the figures', async (name, text) => {
    expect(await planOf({ 'metrics.csv': metrics, [name]: text })).toMatchObject({
      epochs: 40,
      iterations: null,
    });
  });

  test('in the configuration above the figures of mmengine', async () => {
    const line = (epoch: number) => `{"lr": 0.01, "loss": ${3 / epoch}, "epoch": ${epoch}, "step": ${epoch * 50}}\n`;
    const files = { 'run/vis_data/scalars.json': line(1) + line(2), 'rtmdet.py': 'train_cfg = dict(max_epochs=40)\n' };
    expect((await planOf(files)).epochs).toBe(40);
  });

  test('in the command', async () => {
    expect((await planOf({ 'metrics.csv': metrics }, ['python', 'train.py', '--epochs', '40'])).epochs).toBe(40);
  });

  test('in a file that the command names', async () => {
    const files = { 'metrics.csv': metrics, 'configs/a.yml': 'epoches: 40\n' };
    expect((await planOf(files, ['python', 'train.py', '-c', 'configs/a.yml'])).epochs).toBe(40);
  });

  test('in a file that this one is based on, unless it says something else itself', async () => {
    const files = {
      'metrics.csv': metrics,
      'configs/a.yml': "__include__: ['../include/optimizer.yml']\n",
      'configs/b.yml': "__include__: ['../include/optimizer.yml']\nepoches: 12\n",
      'include/optimizer.yml': 'epoches: 40\n',
    };
    const command = (config: string) => ['python', 'train.py', '-c', config];
    expect((await planOf(files, command('configs/a.yml'))).epochs).toBe(40);
    expect((await planOf(files, command('configs/b.yml'))).epochs).toBe(12);
  });

  test('in files of settings that are based on each other, without end', async () => {
    const files = {
      'metrics.csv': metrics,
      'a.py': "_base_ = './b.py'\n",
      'b.py': "_base_ = './a.py'\nmax_epochs = 40\n",
    };
    expect((await planOf(files, ['python', 'train.py', 'a.py'])).epochs).toBe(40);
  });

  test.each([
    [['detectnet_v2', 'train', '-e', 'spec.txt'], 'spec.txt', 'training_config {\n  num_epochs: 40\n}\n'],
    [['python', 'main.py', '--pipeline_config_path=p.config'], 'p.config', 'num_steps: 40\n'],
  ])('in what %s names', async (command, name, text) => {
    const { epochs, iterations } = await planOf({ 'metrics.csv': metrics, [name]: text }, command);
    expect(epochs ?? iterations).toBe(40);
  });

  test('in epochs, for a trainer that counts iterations', async () => {
    const line = (step: number) =>
      `Epoch: [0]  [${step}/50]  eta: 0:00:05  lr: 0.008583  loss: 1.6886 (1.6836)  loss_classifier: 0.9422 (0.8948)  time: 0.1641  data: 0.0001\n`;
    const files = { 'train.log': line(10) + line(20) };
    expect((await planOf(files, ['python', 'train.py', '--epochs', '4'])).length).toBe(200);
  });

  test("in the code of a notebook's cells", async () => {
    const cell = (source: string, text: string) => ({
      cell_type: 'code',
      source: [source],
      outputs: text === '' ? [] : [{ output_type: 'stream', name: 'stdout', text: [text] }],
    });
    const lines = Array.from({ length: 4 }, (_, epoch) => `epoch: ${epoch} loss: ${3 - epoch / 2}\n`).join('');
    const notebook = {
      nbformat: 4,
      cells: [cell('epochs = 40', ''), cell('train(epochs)', lines), cell('epochs = 7', '')],
    };
    expect((await planOf({ 'a.ipynb': JSON.stringify(notebook) })).epochs).toBe(40);
  });

  test('nowhere: it is not known', async () => {
    expect(await planOf({ 'metrics.csv': metrics })).toMatchObject({
      epochs: null,
      iterations: null,
      length: null,
    });
  });
});
