import type { Level } from './check.ts';
import { type CheckId, checks } from './checks.ts';

/** Where something is to be mended. */
export interface Location {
  readonly file: string;
  /** 1-based; null where the whole file is meant. */
  readonly line: number | null;
}

/** One mistake, or something worth a look, that a check has found. */
export interface Finding {
  readonly level: Level;
  readonly check: CheckId;
  /** One sentence with the numbers of this very case. */
  readonly what: string;
  readonly where: Location | null;
  readonly why: string;
  readonly todo: string;
  /** The images or label files to be mended, for `--fix-list`. */
  readonly files: readonly string[];
}

/** A finding of a check, its level, reason and remedy taken from the table of checks. */
export function found(check: CheckId, what: string, where: Location | null, files: readonly string[] = []): Finding {
  const { level, why, todo } = checks[check];
  return { level, check, what, where, why, todo, files };
}
