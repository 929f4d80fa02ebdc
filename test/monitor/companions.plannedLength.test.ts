import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSource } from '../../src/log/files/fileSource.ts';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { readTraining } from '../../src/monitor/readTraining.ts';

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
  const { run } = await readTraining(fileSource(log), circumstancesOf(null, {}, { started }));
  return { epochs: run.plan.epochs, iterations: run.plan.iterations };
}

describe('the planned length is found', () => {
  test.each([
    ['hparams.yaml', 'max_epochs: 40\n'],
    ['config.yaml', 'trainer:\n  max_epochs: 40\n'],
    ['.hydra/config.yaml', 'trainer:\n  max_epochs: 40\n'],
    ['opt.yaml', 'epochs: 40\n'],
  ])('in %s beside the figures', async (name, text) => {
    expect(await planOf({ 'metrics.csv': metrics, [name]: text })).toEqual({ epochs: 40, iterations: null });
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

  test('nowhere: it is not known', async () => {
    expect(await planOf({ 'metrics.csv': metrics })).toEqual({ epochs: null, iterations: null });
  });
});
