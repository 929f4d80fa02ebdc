import type { TrainerHabits } from '../trainer.ts';

/** pjreddie's: no signal handler, no evaluation. Source: examples/detector.c (trainers.md 1.2, 1.3, 10, 11). */
export const pjreddieHabits: TrainerHabits = {
  counts: 'iterations',
  saves: 'every 100 iterations (NAME.backup)',
  interrupt: 'It dies at once and saves nothing: the iterations since the last .backup are lost, 100 at most.',
  terminate: 'It dies at once and saves nothing: the iterations since the last .backup are lost, 100 at most.',
  resume: 'Yes: give NAME.backup as the weights, without -clear, and it goes on at the iteration that was saved.',
  earlyStopping: 'It has none: it trains until max_batches.',
  safeMoment:
    'Files are written in place: once the next iteration line has come after "Saving weights to", the file is whole.',
  lossBands: true,
  mapUnit: 'percent',
  countsFrom: 1,
};

/** AlexeyAB's: no signal handler either. Source: src/detector.c (trainers.md 1.1, 1.3, 10, 11). */
export const alexeyabHabits: TrainerHabits = {
  counts: 'iterations',
  saves: 'every 100 iterations (NAME_last.weights; savelast in the .data file changes it)',
  interrupt:
    'It dies at once and saves nothing: the iterations since the last NAME_last.weights are lost, 100 at most unless savelast says more.',
  terminate:
    'It dies at once and saves nothing: the iterations since the last NAME_last.weights are lost, 100 at most unless savelast says more.',
  resume:
    'Yes: give NAME_last.weights without -clear. Copy NAME_best.weights first: the first evaluation after a resume overwrites it, even when it is worse.',
  earlyStopping: 'It has none: it trains until max_batches.',
  safeMoment:
    'Files are written in place: once the next iteration line has come after "Saving weights to ..._last.weights", the file is whole.',
  lossBands: true,
  mapUnit: 'percent',
  countsFrom: 1,
};

/** hank-ai's: a handler that ends the program without saving. Source: src-cli/darknet_cli.cpp, src-lib/detector.cpp (trainers.md 1.4, 10, 11). */
export const hankaiHabits: TrainerHabits = {
  counts: 'iterations',
  saves: 'every 100 iterations (NAME_last.weights)',
  interrupt:
    'It prints a backtrace, saves nothing and aborts (exit status 134, which is no crash): the iterations since the last NAME_last.weights are lost, 100 at most.',
  terminate:
    'It prints a backtrace, saves nothing and aborts (exit status 134, which is no crash): the iterations since the last NAME_last.weights are lost, 100 at most.',
  resume:
    'Yes: give NAME_last.weights without -clear. Copy NAME_best.weights first: the first evaluation after a resume overwrites it, even when it is worse.',
  earlyStopping: 'It has none: it trains until max_batches.',
  safeMoment:
    'Files are written in place: once the next iteration line has come after "Saving weights to ..._last.weights", the file is whole.',
  lossBands: true,
  mapUnit: 'percent',
  countsFrom: 1,
};
