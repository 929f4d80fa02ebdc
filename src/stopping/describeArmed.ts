import type { HeldSignal } from './control.ts';
import { firstSignalOf } from './machine/signals.ts';
import type { ArmedRecord } from './machine/state.ts';
import { awaitedFile } from './stopPlan.ts';

/**
 * Describes a planned stop in one line for a person. The line holds no time, so that it changes only when something
 * happens, and not the reason, which is told apart.
 */
export function describeArmed(armed: ArmedRecord, isPaused: boolean, held: HeldSignal | null): string {
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
      if (held !== null) return `is being stopped: ${describeHeld(held, isPaused)}`;
      return `is being stopped: ${firstSignalOf(armed)} first, ${plan.wait} s for each step, ${plan.strongest} at most`;
    case 'given-up':
      return `it could not be stopped with ${plan.strongest}: stop it by hand, or cancel this`;
    default:
      return stage satisfies never;
  }
}

/** Describes what a signal waits for, in a line without a time. */
function describeHeld({ signal, files, afterwards, isAsking }: HeldSignal, isPaused: boolean): string {
  if (files.length === 0) return `${signal} follows unless a checkpoint is being written`;
  const names = files.join(' and ');
  const are = files.length === 1 ? 'is' : 'are';
  if (isPaused)
    return `it is paused in the middle of a save: ${signal} waits until it goes on and ${names} ${are} whole`;
  if (isAsking) return `${names} ${are} still being written: ${signal} waits, unless you send it all the same`;
  const latest = afterwards === 'send' ? ', or until there is no more time' : '';
  return `${signal} waits until ${names} ${are} whole${latest}`;
}

function awaited({ plan, habits }: ArmedRecord): string {
  const file = awaitedFile(plan);
  if (file !== null) return `waits for ${file} to be written`;
  return habits === null ? 'waits until one is announced' : `when this trainer saves: ${habits.saves}`;
}
