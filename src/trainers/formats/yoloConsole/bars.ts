import { createCursor } from '../../../log/formats/fields.ts';
import type { Line } from '../../../log/lines/line.ts';
import { type Bar, createBar, firstStateOf, lastStateOf, readBar } from './bar.ts';
import type { BarColumns } from './columns.ts';
import type { Dialect } from './dialect.ts';

/** The training bar of a console, as its header lays it out. */
export interface Bars {
  readonly header: (columns: BarColumns) => void;
  /** Whether the header has the sum of the losses, as the old layout does. */
  readonly summed: () => boolean;
  /** The state of the bar that this line shows; null when it shows none. It becomes what is shown with `accept`. */
  readonly read: (line: Line) => Bar | null;
  readonly accept: () => void;
  /**
   * The last state that was accepted, and what its numbers mean. A bar that turned out to be cut leaves no trace in it.
   */
  readonly shown: () => Bar;
  readonly columns: () => BarColumns;
}

export function createBars(dialect: Dialect): Bars {
  const cursor = createCursor();
  let shown = createBar();
  let next = createBar();
  let columns: BarColumns | null = null;
  let guessed: BarColumns | null = null;

  return {
    header: (read) => {
      columns = read;
    },
    summed: () => (columns?.total ?? -1) !== -1,
    read: (line) => {
      const layout = columns ?? { memory: dialect.memory, count: 0 };
      if (!readBar(cursor, line, layout, next) && !readBehindEmpty(line, layout)) return null;
      if (!line.volatile && lastStateOf(line, next) !== -1) readLastState(line, layout);
      return next;
    },
    accept: () => {
      [shown, next] = [next, shown];
    },
    shown: () => shown,
    columns: () => {
      const { count } = shown;
      if (columns?.count === count) return columns;
      if (guessed?.count !== count) guessed = dialect.guess(count);
      return guessed;
    },
  };

  function readBehindEmpty(line: Line, layout: { memory: boolean; count: number }): boolean {
    const from = line.volatile ? -1 : firstStateOf(line);
    return from !== -1 && readBar(cursor, line, layout, next, from);
  }

  /** Where the carriage returns were lost, all states of a bar are one line, of which the last may be cut. */
  function readLastState(line: Line, layout: { memory: boolean; count: number }): void {
    const first = { ...next };
    for (let from = lastStateOf(line, first); from !== -1; from = lastStateOf(line, first, from)) {
      if (readBar(cursor, line, layout, next, from) && next.percent !== null) return;
    }
    readBar(cursor, line, layout, next);
  }
}
