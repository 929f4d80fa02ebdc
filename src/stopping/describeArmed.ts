import type { TrainerHabits } from '../trainers/trainer.ts';
import type { ArmedRecord } from './control.ts';

/** A planned stop in one line for a person. It holds no time, so that it changes only when something happens, and not the reason, which is told apart. */
export function describeArmed(
  armed: Omit<ArmedRecord, 'since'>,
  habits: Pick<TrainerHabits, 'saves' | 'interruptSpoils'> | null,
  isPaused: boolean,
): string {
  const { plan, stage } = armed;
  switch (stage) {
    case 'advice':
      return `auto-stop is on${plan.when === 'advice' && plan.preset !== undefined ? ` (${plan.preset})` : ''}: it stops after the next save once the advice is to stop`;
    case 'countdown':
      return `auto-stop counts down: it stops after the next save then, unless somebody cancels`;
    case 'checkpoint':
      return `stops after the next save: ${isPaused ? 'it is paused, and saves nothing before it is resumed' : awaited(plan.file ?? null, habits)}`;
    case 'safe-moment':
      return `stops in a moment: it has begun to save, and the file has to be whole first`;
    case 'signals':
      return `is being stopped: ${habits?.interruptSpoils === true ? 'SIGTERM' : 'SIGINT'} first, ${plan.wait} s for each step, ${plan.strongest} at most`;
    case 'given-up':
      return `it could not be stopped with ${plan.strongest}: stop it by hand, or cancel this`;
  }
}

function awaited(file: string | null, habits: Pick<TrainerHabits, 'saves' | 'interruptSpoils'> | null): string {
  if (file !== null) {
    return `waits for ${file} to be written`;
  }

  return habits === null
    ? 'no trainer is recognised yet that could announce one'
    : `when this trainer saves: ${habits.saves}`;
}
