import { lossBands } from './verdict.ts';

/**
 * The tightest of the guide's bands that a loss on Darknet's `avg loss` scale has reached, or null above all of them.
 */
export function lossBandOf(loss: number): { limit: number; label: string } | null {
  return lossBands.findLast((band) => loss <= band.limit) ?? null;
}
