import type { Line } from '../../../log/lines/line.ts';
import { finite } from '../../kit/numbers.ts';
import { unknownEpoch, unknownEvaluation } from '../../kit/printed.ts';
import type { Emit } from '../../trainer.ts';
import { type Bar, elapsedOf, isComplete } from './bar.ts';
import { createBars } from './bars.ts';
import { createCheckpoints } from './checkpoints.ts';
import type { BarColumns } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { epochRead, lossesIn } from './epochRead.ts';
import { createPlanning } from './planning.ts';
import type { ResultRow } from './resultRow.ts';
import type { Training } from './training.ts';

/** A training of which nothing has been seen. */
export function createTraining(dialect: Dialect): Training {
  const bars = createBars(dialect);
  const planning = createPlanning();
  const checkpoints = createCheckpoints(dialect.files);
  /** The epoch whose bar is on the screen; null between bars. */
  let open: { epoch: number; batch: number; complete: boolean; seconds: number | null } | null = null;
  let closed = 0;
  let evaluated = 0;
  /** The epoch that the last header stands over, should the bars have gone to another stream. */
  let announced = 0;
  let barsSeen = false;
  /** An epoch has come to its end, and shown how long one takes. */
  let timed = false;
  /** The row before, where only rows are here. */
  let lastRow: ResultRow | null = null;
  let resumedAfter: number | null = null;
  /** The last epoch was taken back, and nothing of the next attempt has been seen. */
  let takenBack = false;
  /** A process has begun its epochs before, in this log. */
  let begun = false;
  let final = false;
  /**
   * Epochs whose validation has begun and whose row has not come. YOLOv7's rows go through another buffer than its
   * bars, and come in their order.
   */
  let awaited: number[] = [];

  const training: Training = {
    checkpoints,
    version: null,
    output: null,
    stoppedEarly: false,
    epochs: planning.epochs,
    closed: () => closed,
    setPlan: planning.set,
    header,
    bar: readTrainingBar,
    validation,
    result,
    begin,
    resume,
    retryEpoch,
    repeatEpoch,
    complete,
    finalValidation: () => {
      final = true;
    },
  };
  return training;

  function header(read: BarColumns, emit: Emit): void {
    closeIfDone(emit);
    bars.header(read);
    dialect.header?.(read, training, emit);
    announced = barsSeen ? closed + 1 : announced + 1;
    takenBack = false;
    confirmSave(emit);
  }

  function readTrainingBar(line: Line, emit: Emit): boolean {
    const bar = bars.read(line);
    const epoch = bar === null ? 0 : bar.epoch + dialect.offset;
    if (bar === null || epoch < 1) return false;
    if (open === null || open.epoch !== epoch || (bar.percent !== null && bar.batch < open.batch))
      openBar(epoch, bar, emit);
    bars.accept();
    const state = open!;
    if (state.batch !== bar.batch && (bar.batches > 0 || line.volatile)) {
      const { loss, parts } = lossesIn(bars.shown(), bars.columns());
      const elapsed = timed ? null : elapsedOf(line, bar);
      emit({ type: 'progress', epoch, batch: bar.batch, batches: bar.batches, loss, parts, elapsed });
    }
    if (bar.percent !== null) state.batch = bar.batch;
    const done = isComplete(bar);
    if (done && !(state.complete && line.volatile)) state.seconds = elapsedOf(line, bar);
    state.complete = done;
    if (done && !line.volatile) close(emit);
    return true;
  }

  function openBar(epoch: number, bar: Bar, emit: Emit): void {
    closeIfDone(emit);
    // A bar that is drawn again after it closed is no new attempt.
    const again = epoch === closed && isComplete(bar);
    if (!again && epoch <= closed) startOver(epoch);
    else if (epoch > closed) confirmSave(emit);
    open = { epoch, batch: again ? bar.batch : -1, complete: false, seconds: null };
    barsSeen = true;
    takenBack = false;
    final = false;
    const epochs = bar.last + dialect.offset;
    if (epochs !== planning.epochs()) planning.set({ epochs }, emit);
    if (bar.batches > 0) planning.refineWarmUp(dialect.minWarmUp(training.version), bar.batches, emit);
  }

  /** Another training, or the same from an earlier save, without the lines that say so. */
  function startOver(epoch: number): void {
    closed = epoch - 1;
    awaited = [];
    evaluated = 0;
    checkpoints.forget(epoch - 1, epoch > 1);
  }

  function closeIfComplete(emit: Emit): void {
    if (open?.complete === true) close(emit);
  }

  /**
   * Something follows that only comes behind a finished epoch: a bar that did not show how far it was has been at its
   * end.
   */
  function closeIfDone(emit: Emit): void {
    if (open !== null && (open.complete || bars.shown().percent === null)) close(emit);
  }

  function close(emit: Emit): void {
    const { epoch, seconds } = open!;
    open = null;
    if (epoch === closed) return;
    closed = epoch;
    timed = true;
    emit(epochRead(epoch, bars.shown(), bars.columns(), seconds));
    checkpoints.epochDone(epoch);
  }

  /** The epoch is over, but its last state is not in the log. */
  function closeUnseen(emit: Emit): void {
    const { epoch } = open!;
    open = null;
    emitUnseen(epoch, emit);
  }

  function emitUnseen(epoch: number, emit: Emit): void {
    if (epoch <= closed) return;
    closed = epoch;
    emit({ ...unknownEpoch, epoch });
    checkpoints.epochDone(epoch);
  }

  function validation(emit: Emit): void {
    if (final) return;
    closeIfDone(emit);
    // A training with a time limit ends its last epoch wherever it is.
    if (open !== null) (planning.limited() && open.batch > 0 ? close : closeUnseen)(emit);
    if (closed === 0 || awaited.at(-1) === closed || evaluated === closed) return;
    // The old layout goes to stdout, where it waits in a buffer, the bars to stderr.
    if (!bars.summed()) awaited = [];
    awaited.push(closed);
  }

  function result(row: ResultRow, emit: Emit): void {
    const before = closed;
    if (!final && (!bars.summed() || awaited.length === 0)) closeIfDone(emit);
    const epoch =
      awaited.shift() ??
      (final ? 0 : !barsSeen ? silentEpoch(row, emit) : isNext(before) ? closed : Math.min(evaluated, closed));
    if (final && epoch === 0) return;
    if (epoch > 0) evaluated = epoch;
    const { precision, recall, map50, map50To95, f1 } = row.box;
    emit({
      ...unknownEvaluation,
      epoch: epoch > 0 ? epoch : null,
      map50: finite(map50),
      map50To95: finite(map50To95),
      precision: finite(precision),
      recall: finite(recall),
      f1: finite(f1),
    });
    if (epoch > 0) checkpoints.evaluated(epoch, dialect.fitness(row, training.version));
  }

  /**
   * Whether a row that no validation announced is of the epoch that has closed last. In the old layout it may be a
   * repeated one of the epoch before.
   */
  function isNext(before: number): boolean {
    return !bars.summed() || closed > before || closed === evaluated + 1;
  }

  /**
   * Only the lines of stdout are here: an epoch is one header, or, where at most one header is left of them, one row. A
   * row below a banner is of a program that only validates.
   */
  function silentEpoch(row: ResultRow, emit: Emit): number {
    const counts = announced > 0 || training.version === null;
    if (counts && announced === evaluated && !isSame(row, lastRow)) announced++;
    lastRow = row;
    emitUnseen(announced, emit);
    return closed;
  }

  /** The next epoch begins, or the training is over: the save that follows an epoch silently has been made. */
  function confirmSave(emit: Emit): void {
    checkpoints.confirm((epoch) => dialect.milestone(epoch, training), emit);
  }

  function begin(emit: Emit): void {
    closeIfComplete(emit);
    if (begun && resumedAfter === null) emit({ type: 'resumed', at: 0 });
    begun = true;
    open = null;
    closed = resumedAfter ?? 0;
    announced = closed;
    evaluated = 0;
    awaited = [];
    barsSeen = false;
    timed = false;
    final = false;
    training.stoppedEarly = false;
    checkpoints.forget(closed, resumedAfter !== null);
    resumedAfter = null;
  }

  function resume(done: number | null, emit: Emit): void {
    resumedAfter = done ?? closed;
    emit({ type: 'resumed', at: done });
  }

  function retryEpoch(): void {
    open = null;
    announced = Math.max(0, announced - 1);
  }

  function repeatEpoch(emit: Emit): void {
    closeIfComplete(emit);
    // Two handlers print it twice.
    if (closed === 0 || takenBack) return;
    takenBack = true;
    closed--;
    announced = closed;
    evaluated = Math.min(evaluated, closed);
    checkpoints.forget(closed, false);
    emit({ type: 'resumed', at: closed });
  }

  function complete(emit: Emit): void {
    closeIfDone(emit);
    confirmSave(emit);
    final = true;
    if (!bars.summed()) awaited = [];
    emit({ type: 'ended', how: training.stoppedEarly ? 'early-stop' : 'complete' });
  }
}

function isSame(row: ResultRow, other: ResultRow | null): boolean {
  return other !== null && String(Object.values(row.box)) === String(Object.values(other.box));
}
