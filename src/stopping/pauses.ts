/** A time in which a training was halted, in epoch seconds; `to` is null while it lasts. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
}

/** The pauses as they were known at an instant (epoch seconds), which may lie in the past. */
export function pausesUntil(pauses: readonly Pause[], now: number): readonly Pause[] {
  return pauses
    .filter(({ from }) => from <= now)
    .map(({ from, to }) => ({ from, to: to !== null && to <= now ? to : null }));
}

/**
 * Seconds of all pauses up to an instant (epoch seconds): no training time. A clock that was set back makes none
 * shorter than nothing.
 */
export function pausedSeconds(pauses: readonly Pause[], now: number): number {
  return pauses.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from), 0);
}

/**
 * Since when a log has been quiet through the training's own doing: null while it is paused, and counted from the end
 * of the pause afterwards.
 */
export function quietFrom(quietSince: number | null, pauses: readonly Pause[], now: number): number | null {
  const last = pauses.at(-1);
  if (last === undefined || quietSince === null) return quietSince;
  return last.to === null ? null : Math.max(quietSince, Math.min(last.to, now));
}
