import { expect, test } from 'vitest';
import { createGpuUse } from '../../../src/fleet/local/gpuUse.ts';
import type { Gpu } from '../../../src/machine/machineSample.ts';

const gigabyte = 1e9;

function gpu(index: number, utilisation: number | null, ...pids: number[]): Gpu {
  return {
    index,
    name: 'H100',
    utilisation,
    memoryUsed: 20 * gigabyte,
    memoryTotal: 80 * gigabyte,
    temperature: null,
    power: null,
    powerLimit: null,
    processes: pids.map((pid) => ({ pid, name: 'python', memory: null, ours: false })),
  };
}

/** Processes 10 to 19 belong to the run `1`, and so on; those below to none. */
const runOf = (pid: number) => (pid < 10 ? null : String(Math.floor(pid / 10)));

test('a run uses the GPUs on which one of its processes computes', async () => {
  const use = createGpuUse(
    async () => ({ gpus: [gpu(0, 0.9, 10), gpu(1, 0.7, 11, 20), gpu(2, 1, 3)], problem: null }),
    runOf,
  );
  expect((await use.ask()).toSorted()).toEqual(['1', '2']);
  expect(use.uses()).toEqual(
    new Map([
      ['1', { count: 2, utilisation: 0.8, memoryUsed: 40 * gigabyte, memoryTotal: 160 * gigabyte }],
      ['2', { count: 1, utilisation: 0.7, memoryUsed: 20 * gigabyte, memoryTotal: 80 * gigabyte }],
    ]),
  );
});

test('small changes are none, and a run that is gone is told', async () => {
  let gpus = [gpu(0, 0.9, 10)];
  const use = createGpuUse(async () => ({ gpus, problem: null }), runOf);
  await use.ask();
  gpus = [gpu(0, 0.93, 10)];
  expect(await use.ask()).toEqual([]);
  gpus = [gpu(0, 0.2, 10)];
  expect(await use.ask()).toEqual(['1']);
  gpus = [gpu(0, null)];
  expect(await use.ask()).toEqual(['1']);
  expect(use.uses().size).toBe(0);
});
