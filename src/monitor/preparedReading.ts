import { reduce } from '../run/reduce.ts';
import type { DetectorOptions } from '../trainers/kit/detector.ts';
import type { Trainer } from '../trainers/trainer.ts';
import type { Circumstances } from './circumstances.ts';
import { findLength, readCompanions, readPlanFiles } from './companions.ts';
import { createReading, type Reading, type ReadingOptions } from './reading.ts';

/**
 * A reading that takes in, as soon as the trainer is known, what is told of the plan elsewhere: in the files that the
 * command names, in those beside the log (`path`), and by the user.
 */
export function createPreparedReading(
  { started, budget }: Pick<Circumstances, 'started' | 'budget'>,
  detection: DetectorOptions,
  path: string | null,
  { onEvent, onLine }: Pick<ReadingOptions, 'onEvent' | 'onLine'> = {},
): Reading {
  let preparedFor: Trainer | null = null;
  const prepare = (): void => {
    const trainer = reading.trainer();
    if (trainer === null || trainer === preparedFor) return;
    preparedFor = trainer;
    if (path !== null) readPlanFiles(reading, path);
    if (started !== null) readCompanions(reading, started);
    findLength(reading, started, path);
    if (budget !== null) planBudget(reading, budget);
  };
  const reading = createReading({
    detection,
    ...(onEvent === undefined ? {} : { onEvent }),
    onLine: (time) => {
      prepare();
      onLine?.(time);
    },
  });
  return reading;
}

/** The budget is the planned length where nothing else tells one. */
function planBudget({ run }: Reading, budget: number): void {
  const { iterations, epochs } = run.plan;
  reduce(run, { type: 'plan', plan: { iterations: iterations ?? budget, epochs: epochs ?? budget } }, null);
}
