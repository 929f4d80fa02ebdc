import { habitsOf } from '../kit/habits.ts';
import type { TrainerHabits } from '../trainer.ts';

const resume =
  'Yes: give NAME_last.weights without -clear. Copy NAME_best.weights first: the first evaluation after a resume overwrites it, even when it is worse.';
const lastSaved = 'Saving weights to ..._last.weights';

const evaluateWithMap = 'Evaluate while training: add -map, and a valid= list to the .data file.';

/** pjreddie's: no signal handler, no evaluation. Source: examples/detector.c (trainers.md 1.2, 1.3, 10, 11). */
export const pjreddieHabits = darknetHabits(
  'every 100 iterations (NAME.backup)',
  'It dies at once and saves nothing: the iterations since the last .backup are lost, 100 at most.',
  'Yes: give NAME.backup as the weights, without -clear, and it goes on at the iteration that was saved.',
  'Saving weights to',
  "Test the saved weights by hand: this Darknet cannot evaluate while it trains. AlexeyAB's and hank-ai's can.",
);

/** AlexeyAB's: no signal handler either. Source: src/detector.c (trainers.md 1.1, 1.3, 10, 11). */
export const alexeyabHabits = darknetHabits(
  'every 100 iterations (NAME_last.weights; savelast in the .data file changes it)',
  'It dies at once and saves nothing: the iterations since the last NAME_last.weights are lost, 100 at most unless savelast says more.',
  resume,
  lastSaved,
  evaluateWithMap,
);

/**
 * hank-ai's: a handler that ends the program without saving. Source: src-cli/darknet_cli.cpp, src-lib/detector.cpp
 * (trainers.md 1.4, 10, 11).
 */
export const hankaiHabits = darknetHabits(
  'every 100 iterations (NAME_last.weights)',
  'It prints a backtrace, saves nothing and aborts (exit status 134, which is no crash): the iterations since the last NAME_last.weights are lost, 100 at most.',
  resume,
  lastSaved,
  evaluateWithMap,
);

/**
 * None of them treats signals differently. `saved` is what it prints before it writes a file that can be resumed from.
 */
function darknetHabits(
  saves: string,
  whenSignalled: string,
  howToResume: string,
  saved: string,
  toEvaluate: string,
): TrainerHabits {
  return habitsOf('iterations', 1, {
    family: 'darknet',
    checkpointSuffixes: ['.backup'],
    saves,
    interrupt: whenSignalled,
    terminate: whenSignalled,
    resume: howToResume,
    earlyStopping: 'It has none: it trains until max_batches.',
    safeMoment: `Files are written in place: once the next iteration line has come after "${saved}", the file is whole.`,
    toEvaluate,
    lossBands: true,
  });
}
