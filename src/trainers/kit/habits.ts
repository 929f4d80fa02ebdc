import type { TrainerHabits } from '../trainer.ts';

type Counted = Pick<TrainerHabits, 'counts' | 'countsFrom'>;
type Usual = Pick<TrainerHabits, 'family' | 'lossBands'>;

/**
 * The habits of a trainer whose numbers count `counts`, of which it calls the first `countsFrom`. Most trainers print a
 * mAP as a fraction and a loss on a scale of their own: others override this.
 */
export function habitsOf(
  counts: TrainerHabits['counts'],
  countsFrom: TrainerHabits['countsFrom'],
  habits: Omit<TrainerHabits, keyof (Counted & Usual)> & Partial<Usual>,
): TrainerHabits {
  return { counts, countsFrom, family: 'other', lossBands: false, ...habits };
}

/** The habits of an unknown trainer: each says that it is not known. */
export const unknownHabits = habitsOf('iterations', 1, {
  saves: 'at times that are not known: Plateau does not know this trainer',
  interrupt:
    'What SIGINT does to this trainer is not known: most end at once, and what was trained since their last save is lost.',
  terminate:
    'What SIGTERM does to this trainer is not known: most end at once, and what was trained since their last save is lost.',
  resume: 'Whether it can go on afterwards is not known: look for its own way of resuming before you stop it.',
  earlyStopping: 'Whether it has one is not known.',
  safeMoment: 'just after it has written a checkpoint, as far as you can see that',
  printsEveryEpoch: false,
});
