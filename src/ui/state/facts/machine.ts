import type { MachineSample } from '../../../machine/machineSample.ts';

/**
 * Samples the machine from time to time and calls back with each sample; returns the way to stop. The screen itself
 * never samples.
 */
export type WatchMachine = (onSample: (sample: MachineSample) => void) => () => void;

/** The latest samples of the machine, and how busy each GPU was before, oldest first. */
export interface MachineFacts {
  readonly sample: MachineSample;
  /** Those that warnings are taken from, the latest last. */
  readonly recent: readonly MachineSample[];
  readonly busy: readonly (readonly number[])[];
}

export interface MachineMemory {
  /** Null until the first sample. */
  readonly facts: () => MachineFacts | null;
  readonly close: () => void;
}

export function createMachineMemory(watch: WatchMachine | null): MachineMemory {
  const recent: MachineSample[] = [];
  const busy: number[][] = [];
  const stop = watch?.((sample) => {
    recent.push(sample);
    if (recent.length > maxRecent) recent.shift();
    busy.length = sample.gpus.length;
    for (const [index, { utilisation }] of sample.gpus.entries()) {
      const line = (busy[index] ??= []);
      line.push(utilisation ?? Number.NaN);
      if (line.length > maxSamples) line.shift();
    }
  });
  return {
    facts: () => {
      const sample = recent.at(-1);
      return sample === undefined ? null : { sample, recent: recent.slice(), busy: busy.map((line) => line.slice()) };
    },
    close: () => stop?.(),
  };
}

/** Two minutes of them, at one every 5 s. */
const maxRecent = 24;
/** As many as the widest pane has columns. */
const maxSamples = 120;
