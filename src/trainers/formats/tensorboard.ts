import type { Trainer } from '../trainer.ts';
import { unknownHabits } from '../kit/habits.ts';

/** An event file, which does not record which program wrote it. */
export const tensorboard: Trainer = {
  names: ['tensorboard'],
  title: 'TensorBoard events',
  recognise: () => null,
  createReader: () => ({ read: () => false }),
  resultFiles: [{ name: 'event files', patterns: ['events.out.tfevents.*', '*/events.out.tfevents.*'] }],
  habits: {
    ...unknownHabits,
    saves: 'at times that are not known: the event file does not say which program writes it',
  },
};
