import type { MachineSample } from '../../../machine/machineSample.ts';

/**
 * Has somebody look at the machine from time to time and calls back with each look; returns the way to stop. The screen
 * itself never looks.
 */
export type WatchMachine = (onSample: (sample: MachineSample) => void) => () => void;

/** The latest look at the machine, and how busy each GPU was before, oldest first. */
export interface MachineFacts {
  readonly sample: MachineSample;
  readonly busy: readonly (readonly number[])[];
}

export interface MachineMemory {
  /** Null until the first look. */
  readonly facts: () => MachineFacts | null;
  readonly close: () => void;
}

export function createMachineMemory(watch: WatchMachine | null): MachineMemory {
  let latest: MachineSample | null = null;
  const busy: number[][] = [];
  const stop = watch?.((sample) => {
    latest = sample;
    busy.length = sample.gpus.length;
    for (const [index, { utilisation }] of sample.gpus.entries()) {
      const line = (busy[index] ??= []);
      line.push(utilisation ?? Number.NaN);
      if (line.length > mostSamples) line.shift();
    }
  });
  return {
    facts: () => (latest === null ? null : { sample: latest, busy: busy.map((line) => line.slice()) }),
    close: () => stop?.(),
  };
}

/** As many as the widest pane has columns. */
const mostSamples = 120;
