import type { TrainerHabits } from '../trainer.ts';

/** What is known of a trainer that is not known: nothing, and that is said. */
export const unknownHabits: TrainerHabits = {
  counts: 'iterations',
  saves: 'at times that are not known: Plateau does not know this trainer',
  interrupt:
    'What SIGINT does to this trainer is not known: most end at once, and what was trained since their last save is lost.',
  terminate:
    'What SIGTERM does to this trainer is not known: most end at once, and what was trained since their last save is lost.',
  resume: 'Whether it can go on afterwards is not known: look for its own way of resuming before you stop it.',
  earlyStopping: 'Whether it has one is not known.',
  safeMoment: 'just after it has written a checkpoint, as far as you can see that',
  lossBands: false,
  mapUnit: 'fraction',
  countsFrom: 1,
};
