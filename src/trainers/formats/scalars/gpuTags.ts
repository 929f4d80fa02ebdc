import type { Scalar } from '../../../log/formats/eventFile.ts';
import type { GpuRead, GpuState } from '../../../run/events.ts';

/**
 * What a system metric says of a GPU; null for any other. Trackers keep them beside the figures, under `system/`.
 * Source: wandb/xpu/src/gpu_nvidia.rs, mlflow/system_metrics/metrics/gpu_monitor.py, trackio/gpu.py.
 */
export function gpuIn({ tag, value, time }: Pick<Scalar, 'tag' | 'value' | 'time'>): GpuRead | null {
  const match = /^system\/gpu[._/](\d{1,3})[._/](\w+)$/.exec(tag);
  const meaning = meanings[match?.[2] ?? ''];
  if (match === null || meaning === undefined || !Number.isFinite(value)) return null;
  const [part, scale] = meaning;
  return { type: 'gpu', index: Number(match[1]), time, [part]: value * scale };
}

const percent = 0.01;

const meanings: Readonly<Record<string, readonly [keyof GpuState, number] | undefined>> = {
  gpu: ['utilisation', percent],
  memoryAllocatedBytes: ['memoryUsed', 1],
  memoryAllocated: ['memoryShare', percent],
  memoryTotal: ['memoryTotal', 1],
  temp: ['temperature', 1],
  powerWatts: ['power', 1],
  enforcedPowerLimitWatts: ['powerLimit', 1],
  utilization_percentage: ['utilisation', percent],
  memory_usage_megabytes: ['memoryUsed', 1e6],
  memory_usage_percentage: ['memoryShare', percent],
  power_usage_watts: ['power', 1],
  utilization: ['utilisation', percent],
  allocated_memory: ['memoryUsed', 2 ** 30],
  total_memory: ['memoryTotal', 2 ** 30],
  power: ['power', 1],
  power_limit: ['powerLimit', 1],
};
