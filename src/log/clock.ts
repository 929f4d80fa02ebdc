/** Returns seconds that only move forward, at the pace of a monotonic clock. */
export type Clock = () => number;

const start = Date.now() / 1000 - performance.now() / 1000;

/**
 * Epoch seconds as they were known when this process began, counted on by its monotonic clock: setting the machine's
 * clock neither shortens nor lengthens what is measured with it. Other processes may have begun with another time, so
 * that what they share is measured with `clockOf` of `processes/`.
 */
export const steadyNow: Clock = () => start + performance.now() / 1000;
