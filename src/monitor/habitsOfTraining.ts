import type { Run } from '../run/run.ts';
import type { Trainer, TrainerHabits } from '../trainers/trainer.ts';

/** The habits of a training: those of its trainer, and what its command or its log says of them; null without one. */
export function habitsOfTraining(
  trainer: Trainer | null,
  run: Pick<Run, 'plan'> | null,
  command: readonly string[],
): TrainerHabits | null {
  if (trainer === null) return null;
  const saves = run?.plan.savesOnTerminate === true || trainer.savesOnTerminate?.(command) === true;
  return saves ? { ...trainer.habits, savesOnTerminate: true } : trainer.habits;
}
