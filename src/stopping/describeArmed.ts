import { firstSignalOf } from './machine/signals.ts';
import type { ArmedRecord } from './machine/state.ts';
import { awaitedFile } from './stopPlan.ts';

/**
 * Describes a planned stop in one line for a person. The line holds no time, so that it changes only when something
 * happens, and not the reason, which is told apart.
 */
export function describeArmed(armed: ArmedRecord, isPaused: boolean): string {
  const { plan, stage } = armed;
  switch (stage) {
    case 'advice':
      return `auto-stop is on${plan.when === 'advice' ? ` (${plan.preset})` : ''}: it stops after the next save once the advice is to stop`;
    case 'countdown':
      return `auto-stop counts down: it stops after the next save then, unless somebody cancels`;
    case 'checkpoint':
      return `stops after the next save: ${isPaused ? 'it is paused, and saves nothing before it is resumed' : awaited(armed)}`;
    case 'safe-moment':
      return `stops in a moment: it has begun to save, and the file has to be whole first`;
    case 'signals':
      return `is being stopped: ${firstSignalOf(armed)} first, ${plan.wait} s for each step, ${plan.strongest} at most`;
    case 'given-up':
      return `it could not be stopped with ${plan.strongest}: stop it by hand, or cancel this`;
    default:
      return stage satisfies never;
  }
}

function awaited({ plan, habits }: ArmedRecord): string {
  const file = awaitedFile(plan);
  if (file !== null) return `waits for ${file} to be written`;
  return habits === null
    ? 'no trainer is recognised yet that could announce one'
    : `when this trainer saves: ${habits.saves}`;
}
