import type { Bucket } from '../run/series.ts';
import type { Role } from '../words/terminal/row.ts';
import type { Future } from './future.ts';
import type { Characters } from '../words/characters.ts';

/** Everything that is drawn into one chart. x is what the run's axis counts. */
export interface ChartSpec {
  /** Drawn in this order, later ones over earlier ones. */
  readonly curves: readonly ChartCurve[];
  readonly from: number;
  readonly to: number;
  /** What stands at both ends of the x axis; the last word of the second is its number. */
  readonly ends: readonly [string, string];
  /** At most so many round places between the ends, with what stands there. */
  readonly between: (max: number) => readonly { readonly at: number; readonly text: string }[];
  /** Horizontal lines with a name, such as the guide's loss bands. */
  readonly thresholds: readonly { readonly value: number; readonly label: string; readonly short: string }[];
  /** Single points to be found at a glance: the best evaluation. */
  readonly marks: readonly { readonly x: number; readonly y: number; readonly sign: string }[];
  /**
   * Places on the x axis where something happened: learning-rate steps, resumes, saves. Later ones over earlier ones.
   */
  readonly ticks: readonly Tick[];
  /** What is expected right of the newest point; null where that is not asked. */
  readonly future: Future | null;
  /** Where the value cursor stands; null when there is none. */
  readonly cursor: number | null;
  readonly log: boolean;
  /** A range to use instead of the data's own. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly percent: boolean;
  readonly characters: Characters;
  /** Said in the middle while there is nothing to draw. */
  readonly empty: readonly string[];
}

/** `sign` marks the last point and `name` stands beside the line, for curves that colour alone would tell apart. */
export interface ChartCurve {
  readonly buckets: readonly Bucket[];
  readonly role: Role;
  readonly band: boolean;
  readonly sign?: string;
  readonly name?: string;
}

/** A place on the x axis and what stands for what happened there. */
export interface Tick {
  readonly at: number;
  readonly sign: '^' | '~' | 'o';
}

export interface Area {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}
