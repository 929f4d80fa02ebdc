import type { EpochRead } from '../../../run/events.ts';
import type { Bar } from './bar.ts';
import type { BarColumns } from './columns.ts';

/**
 * What the last state of a bar says of its epoch: the losses in it are means over the epoch (trainers.md 2). `seconds`
 * is how long the bar ran.
 */
export function epochRead(epoch: number, bar: Bar, columns: BarColumns, seconds: number | null): EpochRead {
  const { learningRate } = columns;
  return {
    type: 'epoch',
    epoch,
    ...lossesIn(bar, columns),
    validationLoss: null,
    learningRate: learningRate === -1 ? null : bar.values[learningRate]!,
    seconds,
  };
}

/** The losses that a state of a bar shows: their total and its parts. */
export function lossesIn({ values }: Bar, { total, parts }: BarColumns): Required<Pick<EpochRead, 'loss' | 'parts'>> {
  const losses: Record<string, number> = {};
  let sum = 0;
  for (const { name, index } of parts) {
    losses[name] = values[index]!;
    sum += values[index]!;
  }
  return { loss: total !== -1 ? values[total]! : parts.length > 0 ? sum : null, parts: losses };
}
