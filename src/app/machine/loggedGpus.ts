import type { Gpu, MachineSample } from '../../machine/machineSample.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { GpuState } from '../../run/events.ts';
import type { WatchMachine } from '../../ui/state/facts/machine.ts';

/**
 * Samples of a machine (`here`), with the GPUs that a tracker keeps in the log where no tool tells of any; those alone
 * of another machine (null).
 */
export function withLoggedGpus(monitor: Pick<Monitor, 'run' | 'subscribe'>, here: WatchMachine | null): WatchMachine {
  if (here !== null) {
    return (onSample) =>
      here((sample) => onSample(sample.gpus.length > 0 ? sample : { ...sample, gpus: loggedGpus(monitor.run) }));
  }
  return (onSample) => {
    let last = 0;
    const look = (): void => {
      const time = Math.max(0, ...[...monitor.run.gpus.values()].map((gpu) => gpu.time));
      if (time <= last) return;
      last = time;
      onSample(sampleOf(time, loggedGpus(monitor.run)));
    };
    const stop = monitor.subscribe(look);
    look();
    return stop;
  };
}

function sampleOf(time: number, gpus: readonly Gpu[]): MachineSample {
  return { time, gpus, gpuProblem: null, host: null, disk: null, checkpointBytes: null };
}

function loggedGpus({ gpus }: Monitor['run']): readonly Gpu[] {
  return [...gpus].toSorted(([one], [other]) => one - other).map(([index, state]) => gpuOf(index, state));
}

function gpuOf(index: number, state: GpuState): Gpu {
  const { utilisation, memoryShare, memoryTotal, memoryUsed, temperature, power, powerLimit } = state;
  const total = memoryTotal ?? totalOf(memoryUsed, memoryShare);
  return {
    index,
    name: '',
    utilisation,
    memoryUsed,
    memoryTotal: total,
    temperature,
    power,
    powerLimit,
    processes: [],
  };
}

function totalOf(used: number | null, share: number | null): number | null {
  return used === null || share === null || share <= 0 ? null : used / share;
}
