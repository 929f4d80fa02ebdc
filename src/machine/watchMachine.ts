import { steadyNow } from '../log/clock.ts';
import { createGpuTool, type GpuTool } from './gpuTool.ts';
import { diskSpace, fileSize, hostLoad } from './hostLoad.ts';
import type { MachineSample } from './machineSample.ts';

/** What belongs to the training, asked anew for each sample. */
export interface MachineOptions {
  /** PIDs of the training's processes. */
  readonly processes?: () => ReadonlySet<number> | Promise<ReadonlySet<number>>;
  /** A path on the file system that checkpoints are saved to; null where it is unknown. */
  readonly checkpoints?: () => string | null;
  /** The last checkpoint file; null before the first. */
  readonly lastCheckpoint?: () => string | null;
  /** Seconds between two samples (default 5). */
  readonly every?: number;
}

/** Samples this machine once, which takes a call of `nvidia-smi` or `rocm-smi` where there is one. Never throws. */
export async function sampleMachine(
  { processes = () => new Set(), checkpoints = () => null, lastCheckpoint = () => null }: MachineOptions = {},
  askGpus: GpuTool = createGpuTool(),
): Promise<MachineSample> {
  const ours = await Promise.resolve(processes()).catch(() => new Set<number>());
  const [{ gpus, problem }, disk, checkpointBytes] = await Promise.all([
    askGpus(ours),
    diskSpace(checkpoints()),
    fileSize(lastCheckpoint()),
  ]);
  return { time: steadyNow(), gpus, gpuProblem: problem, host: hostLoad(), disk, checkpointBytes };
}

/**
 * Samples this machine every few seconds, one sample after the other. It keeps no process alive. Returns a function
 * that stops it.
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
