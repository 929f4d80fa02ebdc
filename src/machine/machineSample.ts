/** What a machine does at one instant. Sizes in bytes, shares as fractions 0..1; null where the machine does not say. */
export interface MachineSample {
  /** Epoch seconds. */
  readonly time: number;
  readonly gpus: readonly Gpu[];
  /** Why there are no figures of GPUs, as a sentence; null when there are, or when the machine simply has no such tool. */
  readonly gpuProblem: string | null;
  readonly host: HostLoad;
  /** The file system that checkpoints go to; null where that is not known. */
  readonly disk: DiskSpace | null;
}

export interface Gpu {
  readonly index: number;
  readonly name: string;
  /** Share of the time in which it computed anything at all. */
  readonly utilisation: number | null;
  readonly memoryUsed: number | null;
  readonly memoryTotal: number | null;
  /** Degrees Celsius. */
  readonly temperature: number | null;
  /** Watts. */
  readonly power: number | null;
  readonly powerLimit: number | null;
  readonly processes: readonly GpuProcess[];
}

export interface GpuProcess {
  readonly pid: number;
  readonly name: string;
  readonly memory: number | null;
  /** It belongs to the training that is watched. */
  readonly ours: boolean;
}

export interface HostLoad {
  /** Processes that ran or wanted to, on average over a minute. */
  readonly load: number;
  readonly cores: number;
  readonly memoryUsed: number;
  readonly memoryTotal: number;
}

export interface DiskSpace {
  readonly path: string;
  /** What this user may still write. */
  readonly free: number;
  readonly total: number;
}
