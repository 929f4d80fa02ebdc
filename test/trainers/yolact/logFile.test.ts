import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLog } from '../../../src/monitor/readLog.ts';
import { fixture, runOf } from '../../support/trainers/readText.ts';

const file = 'yolact/yolact_base.log';

interface Line {
  type: string;
  data: { iter: number; loss: { T: number } };
}

test("YOLACT's own log gives every iteration and its validations, over all of its sessions", async () => {
  const { run } = await readLog(fileURLToPath(new URL(`../../../fixtures/${file}`, import.meta.url)), {
    trainer: null,
    started: null,
  });
  const lines = fixture(file)
    .toString()
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  const trained = lines.filter(({ type }) => type === 'train');
  expect(run.trainer!.name).toBe('yolact');
  expect(run.iterations).toMatchObject({ first: trained[0]!.data.iter + 1, last: trained.at(-1)!.data.iter + 1 });
  expect(run.loss!.last).toBe(trained.at(-1)!.data.loss.T);
  expect([run.learningRate, run.secondsPerIteration]).toEqual([0.001, 0.8]);
  expect([...run.series.keys()]).toEqual(expect.arrayContaining(['loss/box', 'loss/mask', 'loss/cls', 'loss/seg']));
  expect(run.evaluations).toMatchObject([{ iteration: 6125, epoch: 7, map50: 0.9884, map50To95: 0.8213 }]);
});

test('a record of another program with the same name is not taken for its', () => {
  expect(runOf('{"type": "train", "session": 0, "data": [1, 2]}\n').trainer).toBeNull();
});
