import type { CorpusRun } from '../corpus.ts';

/** A way to stop, with one setting for each strictness it can be given. */
export interface StoppingRule {
  readonly name: string;
  readonly settings: readonly StoppingSetting[];
  /** It cannot be followed where the planned length is not known. Absent: it can. */
  readonly needsPlan?: true;
}

export interface StoppingSetting {
  readonly label: string;
  /** The position of the evaluation after which the run is stopped; null where it runs to its end. */
  readonly stopOf: (run: CorpusRun) => number | null;
}

/** A rule with a setting for each of the values. */
export function ruleOver(
  name: string,
  values: readonly number[],
  stopOf: (run: CorpusRun, value: number) => number | null,
): StoppingRule {
  return {
    name,
    settings: values.map((value) => ({ label: String(value), stopOf: (run) => stopOf(run, value) })),
  };
}

/** From `first` to `last` in equal steps, both included, without the rounding of repeated addition. */
export function steps(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: Math.round((last - first) / step) + 1 }, (_, at) =>
    Number((first + at * step).toPrecision(6)),
  );
}

/** Each value of the series as the place of its evaluation and the value; those that are missing are passed over. */
export function known(series: readonly (number | null)[]): readonly (readonly [number, number])[] {
  return series.flatMap((value, at): (readonly [number, number])[] => (value === null ? [] : [[at, value]]));
}

/** Where a rule fires for the first time; null where it never does. */
export function firstWhere(run: CorpusRun, fires: (index: number) => boolean): number | null {
  const index = run.curve.map.findIndex((_, at) => fires(at));
  return index === -1 ? null : index;
}
