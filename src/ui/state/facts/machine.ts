import type { Gpu, MachineSample } from '../../../machine/machineSample.ts';

/**
 * Samples the machine from time to time and calls back with each sample; returns the way to stop. The screen itself
 * never samples.
 */
export type WatchMachine = (onSample: (sample: MachineSample) => void) => () => void;

/** The latest samples of the machine, and what each GPU and the host did before, oldest first. */
export interface MachineFacts {
  readonly sample: MachineSample;
  /** Those that warnings are taken from, the latest last. */
  readonly recent: readonly MachineSample[];
  /** For each GPU, in the order of the sample; NaN where it was not told. */
  readonly gpus: readonly GpuPast[];
  /** The load average for each core. */
  readonly load: readonly number[];
}

/** What a GPU did, as shares 0..1 of all it can do. */
export interface GpuPast {
  readonly busy: readonly number[];
  readonly memory: readonly number[];
  readonly power: readonly number[];
}

export interface MachineMemory {
  /** Null until the first sample. */
  readonly facts: () => MachineFacts | null;
  readonly close: () => void;
}

export function createMachineMemory(watch: WatchMachine | null): MachineMemory {
  const samples: MachineSample[] = [];
  const stop = watch?.((sample) => {
    samples.push(sample);
    if (samples.length > maxSamples) samples.shift();
  });
  return {
    facts: () => {
      const sample = samples.at(-1);
      if (sample === undefined) return null;
      const gpus = sample.gpus.map((_, index) => pastOf(samples.map((each) => each.gpus[index])));
      const load = samples.map(({ host }) => (host === null ? Number.NaN : host.load / host.cores));
      return { sample, recent: samples.slice(-maxRecent), gpus, load };
    },
    close: () => stop?.(),
  };
}

function pastOf(gpus: readonly (Gpu | undefined)[]): GpuPast {
  const shares = (of: (gpu: Gpu) => number | null, all: (gpu: Gpu) => number | null = () => 1) =>
    gpus.map((gpu) => (gpu === undefined ? Number.NaN : (of(gpu) ?? Number.NaN) / (all(gpu) ?? Number.NaN)));
  return {
    busy: shares(({ utilisation }) => utilisation),
    memory: shares(
      ({ memoryUsed }) => memoryUsed,
      ({ memoryTotal }) => memoryTotal,
    ),
    power: shares(
      ({ power }) => power,
      ({ powerLimit }) => powerLimit,
    ),
  };
}

/** Two minutes of them, at one every 5 s. */
const maxRecent = 24;
/** As many as the widest pane has columns. */
const maxSamples = 120;
