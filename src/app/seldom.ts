/**
 * Returns a look that is taken at most once in so many seconds, however often it is asked for: between two, what the
 * last one saw.
 */
export function seldom<Asked extends readonly unknown[], Seen>(
  seconds: number,
  look: (...asked: Asked) => Seen,
): (...asked: Asked) => Seen {
  let last: { readonly seen: Seen; readonly at: number } | null = null;
  return (...asked) => {
    if (last === null || performance.now() >= last.at + seconds * 1000) {
      last = { at: performance.now(), seen: look(...asked) };
    }
    return last.seen;
  };
}

/** Seconds between two looks at what got away from trainings: each reads the environment of every process. */
export const escapedLookEvery = 30;
