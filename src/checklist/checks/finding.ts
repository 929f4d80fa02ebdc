import type { Level } from './check.ts';
import { type CheckId, checks } from './checks.ts';

/** The place to fix. */
export interface Location {
  readonly file: string;
  /** From 1; null for the whole file. */
  readonly line: number | null;
}

/** A mistake, or something worth a look, that a check has found. */
export interface Finding {
  readonly level: Level;
  readonly check: CheckId;
  /** One sentence with the figures of this case. */
  readonly what: string;
  readonly where: Location | null;
  readonly why: string;
  readonly todo: string;
  /** The image or label files to fix, for `--fix-list`. */
  readonly files: readonly string[];
  /** What was found class by class or image by image, the worst first: the heading and the rows; empty without one. */
  readonly table: readonly (readonly string[])[];
}

/** Returns a finding of a check, with its level, reason and remedy. */
export function found(check: CheckId, what: string, where: Location | null, files: readonly string[] = []): Finding {
  const { level, why, todo } = checks[check];
  return { level, check, what, where, why, todo, files, table: [] };
}
