import type { Emit } from '../../trainer.ts';
import type { BarColumns } from './columns.ts';
import type { ResultRow } from './resultRow.ts';
import type { Training } from './training.ts';

/** Where Ultralytics' trainer and the YOLOs around YOLOv5 differ, though they print the same tables. */
export interface Dialect {
  /** What is added to a printed epoch to count from 1. */
  readonly offset: 0 | 1;
  /** What a bar of so many numbers shows, when there is no header. */
  readonly guess: (count: number) => BarColumns;
  /** Whether such a bar has the GPU memory after the epoch. */
  readonly memory: boolean;
  /** The names of the weights that are written again and again, where they are not `last.pt` and `best.pt`. */
  readonly files?: { readonly last: string; readonly best: string };
  /** What decides which weights are the best (trainers.md 2, 3). */
  readonly fitness: (row: ResultRow, version: string | null) => number;
  /** File name of the milestone that is saved after an epoch, if one is. Both count from 1. */
  readonly milestone: (epoch: number, training: Training) => string | null;
  /** Minimum number of iterations of the warm-up, whatever the settings. */
  readonly minWarmUp: (version: string | null) => number;
  /** Sees the header of an epoch, which can distinguish related trainers. */
  readonly header?: (columns: BarColumns, training: Training, emit: Emit) => void;
  /** Takes a line that is not part of a table. Returns false when the trainer does not print it. */
  readonly notice: (text: string, training: Training, emit: Emit) => boolean;
}
