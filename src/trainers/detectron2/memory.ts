import type { ClassResult } from '../../run/events.ts';

/** What has to be remembered between the lines. */
export interface Memory {
  iteration: number | null;
  /** What follows belongs to a record of many lines: the environment, the layers of the model. */
  dump: boolean;
  /** The text of the configuration while it is being dumped. */
  configuration: string | null;
  planned: number | null;
  evaluateEvery: number | null;
  /**
   * Iteration of the save that came after the last iteration line: saves and evaluations come before the line of their
   * iteration.
   */
  saved: number | null;
  finished: boolean;
  /** The last iteration that was printed is the last of all. */
  atEnd: boolean;
  /** What the table that is being printed holds. */
  block:
    | { kind: 'results'; columns: readonly string[] | null }
    | { kind: 'classes'; classes: ClassResult[]; width: number }
    | null;
  /** The last row of it. */
  row: string | null;
  /** Whether the results of the current evaluation have been emitted. */
  emitted: boolean;
  task: string | null;
  copied: readonly string[] | null;
  evaluatedAt: number | null;
}

export function createMemory(): Memory {
  return {
    iteration: null,
    dump: false,
    configuration: null,
    planned: null,
    evaluateEvery: null,
    saved: null,
    finished: false,
    atEnd: false,
    block: null,
    row: null,
    emitted: false,
    task: null,
    copied: null,
    evaluatedAt: null,
  };
}
