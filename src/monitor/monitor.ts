import type { GroupPoint } from '../advisor/group/groupPoints.ts';
import type { AdviceSettings, Verdict } from '../advisor/verdict.ts';
import type { Run } from '../run/run.ts';
import type { Trainer } from '../trainers/trainer.ts';

/**
 * One training as any view sees it: the bytes of its log in, the run and the verdict out. Live, re-attached, replayed
 * and piped views differ only in where the bytes come from.
 */
export interface Monitor {
  /** Changed in place as lines are read; `version` grows with every change. */
  readonly run: Run;
  readonly version: () => number;
  /** The trainer whose grammar is used; null until one is recognised. */
  readonly trainer: () => Trainer | null;
  /** The present moment, on the clock of the log's times: seconds near the epoch's that only move forward. */
  readonly now: () => number;
  /** The verdict at an instant of that clock, with the preset of the settings or another one. */
  readonly verdict: (now: number, preset?: AdviceSettings['preset']) => Verdict;
  /** Where it stood by share of its plan at the last verdict, for the other runs of its group; empty without a plan. */
  readonly groupPoints: () => readonly GroupPoint[];
  readonly settings: AdviceSettings;
  /** Takes the planned length from a person, where the log does not tell it, and remembers it with the training. */
  readonly tellLength: (length: number) => void;
  /** Whether the planned length is what a person has told. */
  readonly isLengthTold: () => boolean;
  /** The latest lines of the log, oldest first, control bytes stripped: at most `logTailLines`. */
  readonly tail: () => readonly string[];
  /** Calls back when something was read (not more often than a read of the file); returns the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
  /** True once all that is in the log now has been read. */
  readonly caughtUp: () => boolean;
  /**
   * How much of the log as it is now has been read, 0..1, while what was there before is being read; null afterwards,
   * and where nobody knows its length.
   */
  readonly readShare: () => number | null;
  /** Resolves when all that is in the log at this moment has been read. */
  readonly readToEnd: () => Promise<void>;
  /** Nothing more is to be expected: the piped log has ended, or the log says itself that the training is over. */
  readonly isOver: () => boolean;
  /** A sentence about the log itself (unreadable, replaced, gone), or null. */
  readonly problem: () => string | null;
  readonly close: () => void;
}

/** Lines kept for the log pane. */
export const logTailLines = 2000;
