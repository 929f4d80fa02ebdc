import type { Trainer } from '../trainer.ts';
import { darknetAfterwards } from './afterwards/resuming.ts';
import { findCompanions } from './companions/companions.ts';
import { alexeyabHabits, hankaiHabits, pjreddieHabits } from './habits.ts';
import { createDarknetReader } from './reader.ts';
import { recogniseAlexeyab, recogniseHankai, recognisePjreddie } from './recognise.ts';

/** github.com/hank-ai/darknet, 1.99 to 6. */
export const hankaiDarknet: Trainer = {
  names: ['darknet-hankai'],
  title: 'Darknet (hank-ai)',
  recognise: recogniseHankai,
  createReader: createDarknetReader,
  companions: findCompanions,
  habits: hankaiHabits,
  afterwards: darknetAfterwards('Darknet', hankaiHabits.resume),
};

/** github.com/AlexeyAB/darknet, 2018 to today. */
export const alexeyabDarknet: Trainer = {
  names: ['darknet-alexeyab'],
  title: 'Darknet (AlexeyAB)',
  recognise: recogniseAlexeyab,
  createReader: createDarknetReader,
  companions: findCompanions,
  habits: alexeyabHabits,
  afterwards: darknetAfterwards('Darknet', alexeyabHabits.resume),
};

/** pjreddie.com/darknet, and Debian's package `darknet`. */
export const pjreddieDarknet: Trainer = {
  names: ['darknet-pjreddie'],
  title: 'Darknet (pjreddie)',
  recognise: recognisePjreddie,
  createReader: createDarknetReader,
  companions: findCompanions,
  habits: pjreddieHabits,
  afterwards: darknetAfterwards('Darknet', pjreddieHabits.resume),
};
