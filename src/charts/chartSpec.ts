import type { Bucket } from '../run/series.ts';
import type { Role } from '../words/terminal/row.ts';
import type { Future } from './future.ts';
import type { Characters } from '../words/characters.ts';

/** Everything that is drawn into one chart. x is in units of the run's axis. */
export interface ChartSpec {
  /** Drawn in this order, later ones over earlier ones. */
  readonly curves: readonly ChartCurve[];
  readonly from: number;
  readonly to: number;
  /** The labels at both ends of the x axis; the last word of the second is its number. */
  readonly ends: readonly [string, string];
  /** Returns at most `max` round places between the ends, with their labels. */
  readonly between: (max: number) => readonly { readonly at: number; readonly text: string }[];
  /** Horizontal lines with a name, such as the guide's loss bands. */
  readonly thresholds: readonly { readonly value: number; readonly label: string; readonly short: string }[];
  /** Highlighted points: the best evaluation. */
  readonly marks: readonly { readonly x: number; readonly y: number; readonly sign: string }[];
  /** Events on the x axis: learning-rate steps, resumes, saves. Later ones are drawn over earlier ones. */
  readonly ticks: readonly Tick[];
  /** The forecast right of the newest point; null for none. */
  readonly future: Future | null;
  /** The x of the value cursor; null for none. */
  readonly cursor: number | null;
  readonly log: boolean;
  /** The y range; null for that of the data. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly percent: boolean;
  readonly characters: Characters;
  /** Shown in the middle while there is nothing to draw. */
  readonly empty: readonly string[];
}

/**
 * `sign` marks the last point and `name` stands beside the line, for curves that only their colour would distinguish.
 */
export interface ChartCurve {
  readonly buckets: readonly Bucket[];
  readonly role: Role;
  readonly band: boolean;
  readonly sign?: string;
  readonly name?: string;
}

/** An event on the x axis and its sign. */
export interface Tick {
  readonly at: number;
  readonly sign: '^' | '~' | 'o';
}

export interface Area {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}
