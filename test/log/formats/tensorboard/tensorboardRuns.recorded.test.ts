import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLog } from '../../../../src/monitor/readLog.ts';

/** Event files of real trainings, as their writers left them but for pictures and the graph of the network. */
const recorded = (name: string) => fileURLToPath(new URL(`../../../../fixtures/tensorboard/${name}`, import.meta.url));

async function runOf(name: string) {
  return (await readLog(recorded(name), { trainer: null, started: null })).run;
}

test("PyTorch's writer: YOLOv5's figures are those of the results.csv of the same training", async () => {
  const [header = '', ...rows] = readFileSync(recorded('yolov5/results.csv'), 'utf8').trim().split('\n');
  const names = header.split(',').map((name) => name.trim());
  const table = rows.map((row) => {
    const cells = row.split(',').map(Number);
    return (name: string) => cells[names.indexOf(name)]!;
  });
  const run = await runOf('yolov5');
  expect(run.evaluations).toHaveLength(table.length);
  for (const [epoch, evaluation] of run.evaluations.entries()) {
    const cell = table[epoch]!;
    expect(evaluation.map50).toBeCloseTo(cell('metrics/mAP_0.5'), 4);
    expect(evaluation.map50To95).toBeCloseTo(cell('metrics/mAP_0.5:0.95'), 4);
    expect(evaluation.precision).toBeCloseTo(cell('metrics/precision'), 4);
    expect(evaluation.recall).toBeCloseTo(cell('metrics/recall'), 4);
    const parts = ['box', 'obj', 'cls'].map((part) => cell(`train/${part}_loss`));
    expect(evaluation.trainLoss).toBeCloseTo(
      parts.reduce((sum, part) => sum + part, 0),
      4,
    );
  }
});

test("TensorFlow 2's writer: the losses of the training, and of the evaluation its mAP, not its loss", async () => {
  const run = await runOf('tf-od');
  expect(run.iterations).toMatchObject({ first: 100, last: 2000, count: 20 });
  expect(run.loss?.first).toBeCloseTo(0.616462, 5);
  expect(run.loss?.last).toBeCloseTo(0.284657, 5);
  expect(run.learningRate).toBeCloseTo(0.079918, 5);
  expect(run.evaluations).toHaveLength(1);
  expect(run.evaluations[0]).toMatchObject({ iteration: 2000, map50: 1 });
  expect(run.evaluations[0]?.map50To95).toBeCloseTo(0.753159, 5);
});
