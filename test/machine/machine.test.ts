import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Gpu, MachineSample } from '../../src/machine/machineSample.ts';
import { machineWarnings } from '../../src/machine/machineWarnings.ts';
import { parseNvidia, withMigDevices } from '../../src/machine/nvidiaSmi.ts';
import { parseRocm } from '../../src/machine/rocmSmi.ts';
import { sampleMachine, watchMachine } from '../../src/machine/watchMachine.ts';

const none: ReadonlySet<number> = new Set();
const read = (name: string) => readFileSync(join(import.meta.dirname, 'answers', name), 'utf8');

/** Programs that stand in for those of a card's maker, alone on PATH. */
function standIn(programs: Readonly<Record<string, string>>): void {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-machine-'));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  const before = process.env['PATH'];
  process.env['PATH'] = `${directory}:/usr/bin:/bin`;
  onTestFinished(() => {
    process.env['PATH'] = before;
    rmSync(directory, { recursive: true, force: true });
  });
}

describe('what nvidia-smi says', () => {
  test('is read for each GPU, with its processes and which belong to the training', () => {
    const gpus = parseNvidia(read('nvidia-gpus.csv'), read('nvidia-processes.csv'), new Set([18_233]));
    expect(gpus).toHaveLength(2);
    expect(gpus[0]).toEqual({
      index: 0,
      name: 'NVIDIA GeForce RTX 3090',
      utilisation: 0.97,
      memoryUsed: 21_474 * 2 ** 20,
      memoryTotal: 24_576 * 2 ** 20,
      temperature: 71,
      power: 338.42,
      powerLimit: 350,
      processes: [{ pid: 18_233, name: '/opt/conda/bin/python, train', memory: 21_180 * 2 ** 20, ours: true }],
    });
    expect(gpus[1]?.processes).toEqual([{ pid: 977, name: 'python3', memory: null, ours: false }]);
  });

  test('may lack figures, as under MIG, in WSL and on old cards', () => {
    expect(parseNvidia(read('nvidia-gpus.csv'), '', none)[1]).toMatchObject({
      utilisation: null,
      power: null,
      powerLimit: null,
      temperature: 45,
    });
  });

  test('tells the memory of each part of a GPU that is divided', () => {
    const gpus = withMigDevices(parseNvidia(read('nvidia-gpus.csv'), '', none), read('nvidia-mig.txt'));
    expect(gpus.map(({ slices }) => slices)).toEqual([
      undefined,
      [
        { device: 0, memoryUsed: 8994 * 2 ** 20, memoryTotal: 19_968 * 2 ** 20 },
        { device: 1, memoryUsed: 12 * 2 ** 20, memoryTotal: 9728 * 2 ** 20 },
      ],
    ]);
    expect(withMigDevices(gpus, 'No MIG devices found')).toEqual(gpus);
  });

  test('makes no GPU of a line that is none', () => {
    expect(parseNvidia('No devices were found\n', 'garbage', none)).toEqual([]);
  });
});

describe('what rocm-smi says', () => {
  test('is read for each card, with the processes that belong to the training', () => {
    expect(parseRocm(read('rocm.json'), new Set([4242]))).toEqual([
      {
        index: 0,
        name: 'AMD Instinct MI210',
        utilisation: 0.88,
        memoryUsed: 31_138_512_896,
        memoryTotal: 68_702_699_520,
        temperature: 52,
        power: 231,
        powerLimit: 300,
        processes: [{ pid: 4242, name: 'python3', memory: 30_064_771_072, ours: true }],
      },
    ]);
  });
});

describe('a look at the machine', () => {
  test('tells its load, its memory and the space where checkpoints go, also without a GPU', async () => {
    standIn({});
    const sample = await sampleMachine({ checkpoints: () => tmpdir() });
    expect(sample).toMatchObject({ gpus: [], gpuProblem: null, disk: { path: tmpdir() } });
    expect(sample.host!.memoryUsed).toBeGreaterThan(0);
    expect(sample.host!.memoryUsed).toBeLessThan(sample.host!.memoryTotal);
    expect(sample.disk!.free).toBeLessThanOrEqual(sample.disk!.total);
  });

  test('asks the nvidia-smi on PATH (a stand-in with a recorded answer)', async () => {
    const at = (name: string) => join(import.meta.dirname, 'answers', name);
    standIn({
      'nvidia-smi': `case $1 in --query-gpu=*) cat '${at('nvidia-gpus.csv')}';; *) cat '${at('nvidia-processes.csv')}';; esac`,
    });
    const { gpus } = await sampleMachine({ processes: () => new Set([977]) });
    expect(gpus.map(({ processes }) => processes.map(({ ours }) => ours))).toEqual([[false], [true]]);
  });

  test('asks for the parts of a GPU whose use the driver does not tell', async () => {
    const at = (name: string) => join(import.meta.dirname, 'answers', name);
    standIn({
      'nvidia-smi': `case $1 in --query-gpu=*) cat '${at('nvidia-gpus.csv')}';; '') cat '${at('nvidia-mig.txt')}';; esac`,
    });
    const { gpus } = await sampleMachine();
    expect(gpus.map(({ slices }) => slices?.length)).toEqual([undefined, 2]);
  });

  test('says why when the driver is broken', async () => {
    standIn({
      'nvidia-smi': `echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."; exit 9`,
    });
    expect(await sampleMachine()).toMatchObject({
      gpus: [],
      gpuProblem: "nvidia-smi failed: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
    });
  });

  test('does not wait for a tool that hangs', async () => {
    standIn({ 'nvidia-smi': 'exec sleep 60' });
    const start = performance.now();
    expect((await sampleMachine()).gpuProblem).toContain('did not answer within 4 s');
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('is taken again and again, until it is stopped', async () => {
    standIn({});
    const samples: MachineSample[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = watchMachine(
      (sample) => {
        samples.push(sample);
        if (samples.length === 3) {
          stop();
          resolve();
        }
      },
      { every: 0.01 },
    );
    await promise;
    await new Promise((wait) => setTimeout(wait, 100));
    expect(samples).toHaveLength(3);
  });
});

const gpu: Gpu = {
  index: 0,
  name: 'a card',
  utilisation: 0,
  memoryUsed: 0,
  memoryTotal: 1,
  temperature: null,
  power: null,
  powerLimit: null,
  processes: [{ pid: 1, name: 'python', memory: null, ours: true }],
};

function samplesOf(utilisations: readonly (readonly Gpu[])[], every = 10): readonly MachineSample[] {
  const host = { load: 0, cores: 1, memoryUsed: 0, memoryTotal: 1 };
  return utilisations.map((gpus, index) => ({
    time: 1000 + index * every,
    gpus,
    gpuProblem: null,
    host,
    disk: null,
    checkpointBytes: null,
  }));
}

describe('the warnings', () => {
  test('tell of a GPU that is idle for a minute while the training runs', () => {
    const samples = samplesOf(Array.from({ length: 8 }, () => [gpu]));
    expect(machineWarnings(samples, true)).toMatchObject([
      {
        kind: 'gpu-idle',
        urgency: 'look',
        text: expect.stringMatching(/^GPU 0 idle for 70 s while training: it may wait/),
      },
    ]);
    expect(machineWarnings(samples, false)).toEqual([]);
  });

  test('do not tell of it after a few samples, or when it worked once in that minute', () => {
    expect(machineWarnings(samplesOf(Array.from({ length: 5 }, () => [gpu])), true)).toEqual([]);
    const busy = [...Array.from({ length: 7 }, () => [gpu]), [{ ...gpu, utilisation: 0.6 }]];
    expect(machineWarnings(samplesOf(busy), true)).toEqual([]);
  });

  test('tell of a GPU that goes to and fro because it waits for its data, and what to try', () => {
    const use = (...shares: number[]) => samplesOf(shares.map((utilisation) => [{ ...gpu, utilisation }]));
    expect(machineWarnings(use(0.95, 0.02, 0.9, 0.05, 0.97, 0, 0.92, 0.1), true)).toMatchObject([
      {
        kind: 'waits-for-data',
        urgency: 'look',
        text: expect.stringMatching(
          /between 0 and 97 %: it waits for data about 50 % of the time\. Try more loader workers/,
        ),
      },
    ]);
    // An evaluation, and a steady use in the middle.
    expect(machineWarnings(use(0.95, 0.97, 0.02, 0.05, 0.97, 0.96, 0.92, 0.95), true)).toEqual([]);
    expect(machineWarnings(use(0.5, 0.55, 0.5, 0.45, 0.5, 0.6, 0.5, 0.5), true)).toEqual([]);
  });

  test('look at the GPUs of this training only, where those are known', () => {
    const other: Gpu = { ...gpu, index: 1, utilisation: 0.99, processes: [{ ...gpu.processes[0]!, ours: false }] };
    expect(machineWarnings(samplesOf(Array.from({ length: 8 }, () => [gpu, other])), true)).toHaveLength(1);
    const alone = { ...gpu, processes: [{ ...gpu.processes[0]!, ours: false }] };
    expect(machineWarnings(samplesOf(Array.from({ length: 8 }, () => [alone])), true)[0]?.text).toContain(
      'no process of this training uses a GPU',
    );
  });

  test('tell of a disk on which the next checkpoint will not fit, and of one that is nearly so', () => {
    const [sample] = samplesOf([[]]);
    const on = (free: number, checkpointBytes: number | null) => [
      { ...sample!, disk: { path: '/data', free, total: 1e12 }, checkpointBytes },
    ];
    expect(machineWarnings(on(150e6, 200e6), true)).toEqual([
      {
        kind: 'disk-nearly-full',
        urgency: 'act',
        text: 'Only 150 MB are free where checkpoints are saved (/data), and a checkpoint takes 200 MB: the next save will fail.',
      },
    ]);
    expect(machineWarnings(on(500e6, 200e6), true)).toMatchObject([
      { urgency: 'look', text: expect.stringContaining('room for 2 more of 200 MB') },
    ]);
    expect(machineWarnings(on(700e6, 200e6), true)).toEqual([]);
    expect(machineWarnings(on(500e6, null), true)).toHaveLength(1);
    expect(machineWarnings(on(5e9, null), true)).toEqual([]);
  });
});
