import type { Clock } from '../log/clock.ts';
import { type ClockAnchor, clockOf } from '../processes/bootClock.ts';

/**
 * The clock by which everything of a run is measured: the times of its lines, its planned stop, its pauses, and the
 * present moment for which it is judged. The same in all processes of one boot. A suspended machine trains nothing, so
 * that no time passes on it meanwhile.
 */
export function runClock({ clock }: { readonly clock?: ClockAnchor | null | undefined }): Clock {
  return clockOf(clock);
}
