import { createGpuTool, type GpuTool } from './gpuTool.ts';
import { diskSpace, hostLoad } from './hostLoad.ts';
import type { MachineSample } from './machineSample.ts';

/** What belongs to the training, asked anew for each sample. */
export interface MachineOptions {
  /** Numbers of the training's processes. */
  readonly processes?: () => ReadonlySet<number> | Promise<ReadonlySet<number>>;
  /** A path on the file system that checkpoints go to; null where that is not known. */
  readonly checkpoints?: () => string | null;
  /** Seconds between two samples (default 5). */
  readonly every?: number;
}

/** Looks at this machine once. Costs a call of `nvidia-smi` or `rocm-smi` where there is one, and takes at most a few seconds. Never throws. */
export async function sampleMachine(
  { processes = () => new Set(), checkpoints = () => null }: MachineOptions = {},
  askGpus: GpuTool = createGpuTool(),
): Promise<MachineSample> {
  const ours = await Promise.resolve(processes()).catch(() => new Set<number>());
  const path = checkpoints();
  const [{ gpus, problem }, disk] = await Promise.all([askGpus(ours), path === null ? null : diskSpace(path)]);
  return { time: Date.now() / 1000, gpus, gpuProblem: problem, host: hostLoad(), disk };
}

/**
 * Looks at this machine every few seconds, one look after the other, and calls back with each. It keeps no process alive. Returns the way to stop.
 */
export function watchMachine(onSample: (sample: MachineSample) => void, options: MachineOptions = {}): () => void {
  const { every = 5 } = options;
  const askGpus = createGpuTool();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    const sample = await sampleMachine(options, askGpus);
    if (stopped) return;
    onSample(sample);
    timer = setTimeout(() => void look(), every * 1000).unref();
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
