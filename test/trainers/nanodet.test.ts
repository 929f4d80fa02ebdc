import { expect, test } from 'vitest';
import { nanodet } from '../../src/trainers/nanodet.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { fixture, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const log = fixture('nanodet/plus-m-416.log');

test('NanoDet is read: the sum of its losses, the mAP of its metrics, whatever its second logger repeats', () => {
  const run = runOf(log);
  expect(run.trainer!.name).toBe('nanodet');
  expect(run.iterations).toEqual({ first: 53_881, last: 53_883, count: 2 });
  expect(run.plan).toMatchObject({ epochs: 300, iterations: 300 * 1347 });
  expect(run.loss!.first).toBeCloseTo(0.1222 + 0.2245 + 0.1556 + 0.0987 + 0.1998 + 0.1488, 10);
  expect(run.learningRate).toBe(9.59e-4);
  expect(run.evaluations).toMatchObject([
    { iteration: 53_883, epoch: 41, map50: 0.7271173075821871, map50To95: 0.45451643838644806 },
  ]);
  expect(run.checkpoints.map(({ path, role }) => [path, role])).toEqual([
    ['workspace/nanodet-plus-m_416_infi_640/model_best/nanodet_model_best.pth', 'best'],
  ]);
  expect(unexplainedOf(nanodet, log)).toEqual([]);
  expect(inventionsOf(nanodet, log)).toEqual([]);
});

test('an evaluation is of the epoch that its validation names, whatever was printed of the training', () => {
  const single = fixture('nanodet/single-class-491.log');
  const run = runOf(single);
  expect(run.plan).toMatchObject({ epochs: 300, iterations: 1500 });
  expect(run.evaluations).toMatchObject([{ iteration: 1500, epoch: 300, map50: 0, map50To95: 0 }]);
  expect(unexplainedOf(nanodet, single)).toEqual([]);
});

test('a whole training of NanoDet-Plus has its evaluations, its best weights and its end', () => {
  const signs = fixture('nanodet/plus-m-traffic-signs.log');
  const run = runOf(signs);
  expect(run.plan).toMatchObject({ epochs: 50, iterations: 50 * 433 });
  expect(run.iterations).toEqual({ first: 4301, last: 21_601, count: 4 });
  expect(run.evaluations).toMatchObject([
    { epoch: 10, map50: 0.004137310423941451, map50To95: 0.0009159643162605847 },
    { epoch: 50, map50: 0.008516635913297481, map50To95: 0.002070246988130967 },
  ]);
  expect(run.checkpoints.filter(({ role }) => role === 'best')).toHaveLength(2);
  expect(run.ended).toBe('complete');
  expect(unexplainedOf(nanodet, signs)).toEqual([]);
  expect(inventionsOf(nanodet, signs)).toEqual([]);
});

test('the older form without colons is read', () => {
  const line = (step: number) =>
    `[root][07-04 10:05:14]INFO:Train|Epoch1/24|Iter${step}(${step + 1}/153)| lr:1.00e-04| loss_qfl:1.7218| loss_bbox:1.1781| loss_dfl:0.5072| \n`;
  const run = runOf(line(0) + line(50));
  expect(run.iterations).toEqual({ first: 1, last: 51, count: 2 });
  expect(run.loss!.last).toBeCloseTo(3.4071, 10);
});
