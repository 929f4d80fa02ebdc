import type { Gpu, GpuProcess } from './machineSample.ts';

/** What is asked of `nvidia-smi` (`nvidia-smi --help-query-gpu`), in the order in which `parseNvidiaGpus` reads it. */
export const nvidiaGpuQuery = [
  '--query-gpu=index,uuid,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw,power.limit',
  '--format=csv,noheader,nounits',
] as const;

/** What is asked for the processes (`nvidia-smi --help-query-compute-apps`). */
export const nvidiaProcessQuery = [
  '--query-compute-apps=gpu_uuid,pid,used_gpu_memory,process_name',
  '--format=csv,noheader,nounits',
] as const;

/**
 * Reads the answers to both queries. `ours`: numbers of the training's processes. Figures that the card or driver does
 * not tell (`[N/A]`, `[Not Supported]`, as under MIG and WSL) are null. Pure.
 */
export function parseNvidia(gpus: string, processes: string, ours: ReadonlySet<number>): readonly Gpu[] {
  const running = linesOf(processes).flatMap((line) => {
    // The name comes last, since it may hold commas.
    const [uuid, pid, memory, ...name] = line.split(', ');
    const number = figure(pid);
    if (uuid === undefined || number === null) return [];
    const used = figure(memory);
    const process: GpuProcess = {
      pid: number,
      name: name.join(', '),
      memory: used === null ? null : used * mebibyte,
      ours: ours.has(number),
    };
    return [{ uuid, process }];
  });
  return linesOf(gpus).flatMap((line) => {
    const [index, uuid, name, utilisation, memoryUsed, memoryTotal, temperature, power, powerLimit] = line.split(', ');
    const number = figure(index);
    if (number === null || name === undefined) return [];
    return [
      {
        index: number,
        name,
        utilisation: times(figure(utilisation), 0.01),
        memoryUsed: times(figure(memoryUsed), mebibyte),
        memoryTotal: times(figure(memoryTotal), mebibyte),
        temperature: figure(temperature),
        power: figure(power),
        powerLimit: figure(powerLimit),
        processes: running.filter((each) => each.uuid === uuid).map(({ process }) => process),
      },
    ];
  });
}

/**
 * Reads the table of MIG devices in what `nvidia-smi` prints without arguments, the only place where it tells their
 * memory (NVIDIA Multi-Instance GPU User Guide, "Device Enumeration"), and returns the GPUs with them. Pure.
 *
 *     |  0    7   0   0  |              12MiB /  9728MiB  | 14      0 |  1   0    0    0    0 |
 */
export function withMigDevices(gpus: readonly Gpu[], summary: string): readonly Gpu[] {
  const table = summary.split(/^\| MIG devices: .*$/m)[1]?.split(/^\| Processes: .*$/m)[0] ?? '';
  const rows = Array.from(table.matchAll(migRow), ([, ...figures]) => figures.map(Number));
  return gpus.map((gpu) => {
    const slices = rows.flatMap(([index, device, used, total]) =>
      index === gpu.index ? [{ device: device!, memoryUsed: used! * mebibyte, memoryTotal: total! * mebibyte }] : [],
    );
    return slices.length === 0 ? gpu : { ...gpu, slices };
  });
}

/** GPU, GPU instance, compute instance, device; used and total memory. */
const migRow = /^\| +(\d+) +\d+ +\d+ +(\d+) +\| +(\d+)MiB \/ +(\d+)MiB +\|/gm;

const mebibyte = 1024 * 1024;

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function figure(text: string | undefined): number | null {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}
