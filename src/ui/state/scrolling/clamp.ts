/** Returns the nearest value from 0 to `max`; 0 where `max` is below that. */
export function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(max, value));
}
