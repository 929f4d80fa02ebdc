import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLog } from '../../../src/monitor/readLog.ts';
import type { Run } from '../../../src/run/run.ts';

async function runIn(file: string): Promise<Run> {
  const path = fileURLToPath(new URL(`../../../fixtures/tao/${file}`, import.meta.url));
  return (await readLog(path, { trainer: null, started: null })).run;
}

test("Lightning's status.json tells epochs from 0, its mAP as texts, and its end", async () => {
  const run = await runIn('status-dino.json');
  expect(run.trainer!.name).toBe('tao');
  expect(run.plan.epochs).toBe(3);
  expect(run.epochs).toMatchObject({ first: 1, last: 3 });
  expect(run.loss).toMatchObject({ first: 24.31, last: 15.5 });
  expect(run.evaluations.map(({ epoch, map50To95 }) => [epoch, map50To95])).toEqual([
    [1, 0.1022],
    [2, 0.2511],
    [3, 0.3604],
  ]);
  expect(run.ended).toBe('complete');
});

test("Keras's status.json tells epochs from 1, nan where nothing was validated, and why it failed", async () => {
  const run = await runIn('status-yolo-v4.json');
  expect(run.plan.epochs).toBe(80);
  expect(run.epochs).toEqual({ first: 1, last: 3, count: 3 });
  expect(run.loss).toMatchObject({ first: 5318.8814, last: 72.594 });
  expect(run.evaluations).toMatchObject([{ epoch: 2, map50: 0.7651, map50To95: null }]);
  expect(run.faults).toMatchObject([{ text: 'Resource exhausted: OOM when allocating tensor', fatal: true }]);
});
