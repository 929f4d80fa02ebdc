import type { Stage } from './kit/stage.ts';

/**
 * Something that is done to Plateau at random, again and again. One step is a story of its own, which its seed and its
 * number repeat; it throws, or calls `stage.violation`, where something does not hold.
 */
export interface Trial {
  readonly name: string;
  /** The program it needs; absent for none. */
  readonly program?: string;
  /** What else it needs of the machine, as `Linux`. */
  readonly needs: string;
  /** Whether that is so. */
  readonly isPossible: () => boolean;
  readonly step: (stage: Stage) => Promise<void>;
}

/** How a trial went. */
export interface TrialOutcome {
  readonly name: string;
  readonly seed: number;
  readonly steps: number;
  /** What was done, and how often. */
  readonly done: ReadonlyMap<string, number>;
  readonly violations: readonly Violation[];
  /** What was missing, so that nothing was done. */
  readonly missing: string | null;
}

/** What did not hold, in which step. */
export interface Violation {
  readonly step: number;
  readonly sentence: string;
}
