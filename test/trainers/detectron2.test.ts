import { expect, test } from 'vitest';
import { detectron2 } from '../../src/trainers/detectron2/detectron2.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const colourful = fixture('detectron2/faster-rcnn-console.log');
const resumed = fixture('detectron2/interrupted-then-resumed.log');
const voc = fixture('detectron2/voc-nan.log');

test('yields every iteration line, counted from one', () => {
  for (const log of [colourful, resumed, voc]) {
    const counted = Array.from(log.toString().matchAll(/ iter: (\d+) {2}total_loss: (\S+) /g), ([, number, loss]) => [
      Number(number) + 1,
      Number(loss),
    ]);
    expect(counted.length).toBeGreaterThan(30);
    expect(only(eventsOf(detectron2, log), 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual(
      counted,
    );
  }
});

test('turns percent into fractions, once per evaluation, at the iteration where it was made', () => {
  const counted = Array.from(
    colourful.toString().matchAll(/copypaste: ([\d.]+),([\d.]+),.*nan$/gm),
    ([, map, map50]) => [Number(map) / 100, Number(map50) / 100] as const,
  );
  const read = only(eventsOf(detectron2, colourful), 'evaluation');
  expect(counted).toHaveLength(3);
  expect(read.map(({ iteration }) => iteration)).toEqual([400, 800, 1200]);
  for (const [index, [map, map50]] of counted.entries()) {
    expect(read[index]!.map50To95).toBeCloseTo(map, 5);
    expect(read[index]!.map50).toBeCloseTo(map50, 5);
  }
});

test('reads the plan, the classes and the saves', () => {
  const run = runOf(colourful);
  expect(run.trainer?.name).toBe('detectron2');
  expect(run.plan).toMatchObject({
    iterations: 1200,
    steps: [800, 1000],
    scales: [0.1, 0.1],
    warmUp: 100,
    batch: 2,
    checkpointEvery: 400,
  });
  expect(run.classes.map(({ name }) => name)).toEqual(['square', 'circle', 'triangle', 'traffic light']);
  expect(run.classes[3]!.ap).toBeNull();
  expect(run.classes[0]!.ap).toBeLessThan(1);
  expect(run.checkpoints.map(({ path, at, role }) => [path, at, role])).toEqual([
    ['./output/model_0000399.pth', 400, 'numbered'],
    ['./output/model_best.pth', 400, 'best'],
    ['./output/model_0000799.pth', 800, 'numbered'],
    ['./output/model_best.pth', 800, 'best'],
    ['./output/model_0001199.pth', 1200, 'numbered'],
    ['./output/model_final.pth', 1200, 'final'],
  ]);
  expect(run.ended).toBe('complete');
});

test('does not take the total training time after Ctrl-C for a success', () => {
  const text = resumed.toString();
  const first = text.slice(0, text.indexOf('KeyboardInterrupt') + 18);
  expect(runOf(first).ended).toBe('interrupted');
});

test('goes back where a second run in the same log resumed', () => {
  const run = runOf(resumed);
  expect(run.iterations).toMatchObject({ first: 20, last: 1200, count: 60 });
  expect(run.evaluations.map(({ iteration }) => iteration)).toEqual([400, 800, 1200]);
  expect(run.ended).toBe('complete');
});

test('reads VOC results, which are only in the lines for copying, and the end by a loss that is no number', () => {
  const run = runOf(voc);
  expect(run.evaluations).toHaveLength(2);
  expect(run.evaluations[0]!.map50).toBeGreaterThan(run.evaluations[0]!.map50To95!);
  expect(run.faults.find(({ fatal }) => fatal)?.text).toMatch(
    /^FloatingPointError: Loss became infinite or NaN at iteration=/,
  );
});

test('explains every line', () => {
  expect(unexplainedOf(detectron2, colourful)).toEqual([]);
});

test('a log that is cut off anywhere tells nothing that the whole one does not', () => {
  expect(inventionsOf(detectron2, colourful)).toEqual([]);
  expect(inventionsOf(detectron2, resumed)).toEqual([]);
  expect(inventionsOf(detectron2, voc)).toEqual([]);
});

test('reads cvpods, which prints how many iterations are planned and counts from one', () => {
  const run = runOf(
    [
      '[04/12 05:09:02 c2.utils.dump.events]: eta: 0:00:20  iter: 4980/5000  total_loss: 0.487  loss_cls: 0.191    time: 0.8782  lr: 0.000600  max_mem: 5210M',
      '[04/12 05:09:21 c2.evaluation.testing]: copypaste: Task: bbox',
      '[04/12 05:09:21 c2.evaluation.testing]: copypaste: AP,AP50,AP75,APs,APm,APl',
      '[04/12 05:09:21 c2.evaluation.testing]: copypaste: 37.5000,57.1000,40.1000,18.9000,42.1000,53.2000',
      '[04/12 05:09:22 c2.utils.dump.events]: eta: 0:00:00  iter: 5000/5000  total_loss: 0.477  loss_cls: 0.191    time: 0.8782  lr: 0.000600  max_mem: 5210M',
      '',
    ].join('\n'),
  );
  expect(run.trainer?.name).toBe('detectron2');
  expect(run.plan.iterations).toBe(5000);
  expect(run.iterations).toEqual({ first: 4980, last: 5000, count: 2 });
  expect(run.evaluations.map(({ map50, map50To95 }) => [map50, map50To95])).toEqual([[0.571, 0.375]]);
});
