import type { Trainer } from '../trainers/trainer.ts';

/** Writes what is known of each trainer: a heading, and what its user should know before stopping it. */
export function trainersText(trainers: readonly Trainer[]): string {
  return trainers
    .map(({ names, title, habits }) =>
      [
        `${title} (${names.join(', ')})`,
        `  saves:           ${habits.saves}`,
        `  SIGINT:          ${habits.interrupt}`,
        `  SIGTERM:         ${habits.terminate}`,
        `  to go on:        ${habits.resume}`,
        `  early stopping:  ${habits.earlyStopping}`,
      ].join('\n'),
    )
    .join('\n\n');
}

/** The same as data. */
export function trainersReport(trainers: readonly Trainer[]) {
  return trainers.map(({ names, title, habits }) => ({ names, title, ...habits }));
}
