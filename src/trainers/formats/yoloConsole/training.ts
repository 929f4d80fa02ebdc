import type { Line } from '../../../log/lines/line.ts';
import type { Plan } from '../../../run/events.ts';
import type { Emit } from '../../trainer.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { BarColumns } from './columns.ts';
import type { ResultRow } from './resultRow.ts';

/** What is known of the training that a console shows: which epoch it is in, and which one a validation belongs to. */
export interface Training {
  readonly checkpoints: Checkpoints;
  /** The trainer's version, once its banner was printed. */
  version: string | null;
  /** Where the results go, as printed. */
  output: string | null;
  /** The patience ran out. */
  stoppedEarly: boolean;
  /** Epochs planned, as far as the settings or the bars show. */
  readonly epochs: () => number | null;
  /** The last epoch whose bar has closed, from 1; 0 before. */
  readonly closed: () => number;
  readonly setPlan: (plan: Partial<Plan>, emit: Emit) => void;
  readonly header: (columns: BarColumns, emit: Emit) => void;
  /** Whether the line is a state of a training bar. */
  readonly bar: (line: Line, emit: Emit) => boolean;
  /** A validation begins: the epoch before it has come to its end. */
  readonly validation: (emit: Emit) => void;
  /** The row of all classes. */
  readonly result: (row: ResultRow, emit: Emit) => void;
  /** The trainer begins its epochs. */
  readonly begin: (emit: Emit) => void;
  /** The trainer goes on from a save made after so many epochs; null when that was not printed. */
  readonly resume: (done: number | null, emit: Emit) => void;
  /** The current epoch restarts with other settings: what its bar said is void. */
  readonly retryEpoch: () => void;
  /** The last epoch went wrong, and is trained again from the save before it. */
  readonly repeatEpoch: (emit: Emit) => void;
  /** The trainer has trained its last epoch. What follows validates the best weights again. */
  readonly complete: (emit: Emit) => void;
  /** What follows validates the best weights again. */
  readonly finalValidation: () => void;
}
