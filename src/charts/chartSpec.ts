import type { Bucket } from '../run/series.ts';
import type { Role, Tint } from '../words/terminal/row.ts';
import type { Characters } from '../words/characters.ts';
import type { Fan } from './fan.ts';

/** Everything that is drawn into one chart. x is in units of the run's axis. */
export interface ChartSpec {
  /** Drawn in this order, later ones over earlier ones. */
  readonly curves: readonly ChartCurve[];
  readonly from: number;
  readonly to: number;
  /** The labels at both ends of the x axis; the last word of the second is its number. */
  readonly ends: readonly [string, string];
  /** Returns at most `max` round places between two x, with their labels. */
  readonly between: (from: number, to: number, max: number) => readonly XLabel[];
  /**
   * Horizontal lines with a name, the most important first. One with a `tint` is the upper end of a zone.
   */
  readonly thresholds: readonly Threshold[];
  /** Highlighted points: the best evaluation. Later ones are drawn over earlier ones. */
  readonly marks: readonly Mark[];
  /** Events on the x axis: learning-rate steps, resumes, saves. Later ones are drawn over earlier ones. */
  readonly ticks: readonly Tick[];
  /** The forecast right of the newest point; null for none. */
  readonly future: Future | null;
  /** The x of the value cursor; null for none. */
  readonly cursor: number | null;
  readonly log: boolean;
  /** The y range; null for that of the data. */
  readonly range: { readonly low: number; readonly high: number } | null;
  /** A curve on a scale of its own, whose range is its own: it shows a course, not figures. */
  readonly aside?: ChartCurve | null;
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

/** What is expected between the newest point and the planned end. */
export interface Future {
  readonly to: number;
  /** The label below its end. */
  readonly end: string;
  /** It ends at `to`; null without a forecast. */
  readonly fan: Fan | null;
  /** Learning-rate steps to come. */
  readonly ticks: readonly number[];
}

/** `isBeside`: the sign stands in the row above its place, below it in the first one, so that both can be seen. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly sign: string;
  readonly isBeside?: true;
}

export interface Threshold {
  readonly value: number;
  readonly label: string;
  readonly short: string;
  readonly tint?: Tint;
}

export interface XLabel {
  readonly at: number;
  readonly text: string;
}

/** An event on the x axis and its sign. */
export interface Tick {
  readonly at: number;
  readonly sign: '^' | '~' | 'o';
}

/** Where the plot lies on the canvas: below it is the x axis, left of it the y axis. */
export interface Area {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}
