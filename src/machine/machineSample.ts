/** The state of a machine at one instant. Sizes in bytes, shares as fractions 0..1; null where it is unknown. */
export interface MachineSample {
  /** Epoch seconds. */
  readonly time: number;
  readonly gpus: readonly Gpu[];
  /** Why there are no figures of GPUs, as a sentence; null when there are, or without such a tool. */
  readonly gpuProblem: string | null;
  /** Null where only the GPUs are known. */
  readonly host: HostLoad | null;
  /** The file system that checkpoints are saved to; null where it is unknown. */
  readonly disk: DiskSpace | null;
  /** Size of the last checkpoint in bytes; null where it is unknown. */
  readonly checkpointBytes: number | null;
}

export interface Gpu {
  readonly index: number;
  readonly name: string;
  /** Share of the time in which it computed. */
  readonly utilisation: number | null;
  readonly memoryUsed: number | null;
  readonly memoryTotal: number | null;
  /** Degrees Celsius. */
  readonly temperature: number | null;
  /** Watts. */
  readonly power: number | null;
  readonly powerLimit: number | null;
  readonly processes: readonly GpuProcess[];
  /** The parts that it is divided into (MIG); absent where it is whole. */
  readonly slices?: readonly GpuSlice[];
}

/** A MIG device: of its use a driver tells the memory alone. */
export interface GpuSlice {
  /** As `nvidia-smi -L` counts the devices of a GPU. */
  readonly device: number;
  readonly memoryUsed: number;
  readonly memoryTotal: number;
}

export interface GpuProcess {
  readonly pid: number;
  readonly name: string;
  readonly memory: number | null;
  /** Whether it belongs to the training. */
  readonly ours: boolean;
}

export interface HostLoad {
  /** Load average over a minute. */
  readonly load: number;
  readonly cores: number;
  readonly memoryUsed: number;
  readonly memoryTotal: number;
}

export interface DiskSpace {
  readonly path: string;
  /** Space that this user may still write. */
  readonly free: number;
  readonly total: number;
}
