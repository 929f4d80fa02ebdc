import { expect, test } from 'vitest';
import { withLoggedGpus } from '../../../src/app/machine/loggedGpus.ts';
import type { MachineSample } from '../../../src/machine/machineSample.ts';
import { createReading } from '../../../src/monitor/reading.ts';
import { record, wandbFile } from '../../support/log/wandbFile.ts';

/** A reading that a screen watches. */
function watched(...records: readonly Buffer[]) {
  const reading = createReading();
  const listeners = new Set<() => void>();
  reading.push(wandbFile(records), null);
  return {
    run: reading.run,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const busy = record.stats(1_760_000_000, {
  'gpu.0.gpu': 97,
  'gpu.0.memoryAllocatedBytes': 6e9,
  'gpu.0.memoryAllocated': 25,
});
const gpu = { index: 0, utilisation: 0.97, memoryUsed: 6e9, memoryTotal: 24e9, temperature: null };

test('the GPUs of another machine are those that a tracker keeps', () => {
  const samples: MachineSample[] = [];
  withLoggedGpus(watched(record.run('abc123'), busy), null)((sample) => samples.push(sample));
  expect(samples).toMatchObject([{ time: 1_760_000_000, host: null, gpus: [gpu] }]);
});

test('those of this machine are what its tool says, and else what a tracker keeps', () => {
  const here: MachineSample = { time: 5, gpus: [], gpuProblem: null, host: null, disk: null, checkpointBytes: null };
  const tool = { ...gpu, index: 3, name: 'A100', power: null, powerLimit: null, processes: [] };
  const samples: MachineSample[] = [];
  withLoggedGpus(watched(record.run('abc123'), busy), (onSample) => {
    onSample(here);
    onSample({ ...here, gpus: [tool] });
    return () => {};
  })((sample) => samples.push(sample));
  expect(samples).toMatchObject([
    { time: 5, gpus: [gpu] },
    { time: 5, gpus: [tool] },
  ]);
});
