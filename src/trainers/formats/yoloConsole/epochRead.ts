import type { EpochRead } from '../../../run/events.ts';
import type { Bar } from './bar.ts';
import type { BarColumns } from './columns.ts';

/**
 * What the last state of a bar says of its epoch: the losses in it are means over the epoch (trainers.md 2). `seconds`
 * is how long the bar ran.
 */
export function epochRead(
  epoch: number,
  { values }: Bar,
  { total, learningRate, parts }: BarColumns,
  seconds: number | null,
): EpochRead {
  const losses: Record<string, number> = {};
  let sum = 0;
  for (const { name, index } of parts) {
    losses[name] = values[index]!;
    sum += values[index]!;
  }
  return {
    type: 'epoch',
    epoch,
    loss: total !== -1 ? values[total]! : parts.length > 0 ? sum : null,
    validationLoss: null,
    learningRate: learningRate === -1 ? null : values[learningRate]!,
    seconds,
    parts: losses,
  };
}
