import type { Trainer } from './trainer.ts';

/** What an event file is recognised as; which program wrote it, it does not say. */
export const tensorboard: Trainer = {
  names: ['tensorboard'],
  title: 'TensorBoard events',
  recognise: () => null,
  createReader: () => ({ read: () => false, readCompanion: () => {} }),
  companions: () => [],
  habits: {
    counts: 'iterations',
    saves: 'Not known: the event file does not say which program writes it.',
    interrupt: 'Not known: look it up for your trainer before you send a signal.',
    terminate: 'Not known: look it up for your trainer before you send a signal.',
    resume: 'Not known.',
    earlyStopping: 'Not known.',
    safeMoment: 'Just after a save has been announced.',
    lossBands: false,
    mapUnit: 'fraction',
    countsFrom: 1,
  },
};
