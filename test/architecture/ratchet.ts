/** Violations as they are kept in `pending.ts`: without the lines, which every edit moves. */
export function withoutLines(violation: string): string {
  return violation.replaceAll(/:\d+(?:[-,]\d+)*/g, '');
}

export interface Difference {
  /** Violations that are not pending. */
  readonly more: readonly string[];
  /** Pending ones that occur no more. */
  readonly fewer: readonly string[];
}

/**
 * Compares the violations of one rule with those that stand since the move; both may hold one sentence several times.
 */
export function difference(violations: readonly string[], pending: readonly string[]): Difference {
  const left = [...pending];
  const more = violations.filter((violation) => {
    const at = left.indexOf(withoutLines(violation));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return { more, fewer: left };
}
