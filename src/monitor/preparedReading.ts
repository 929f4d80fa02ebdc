import type { AdviceSettings } from '../advisor/verdict.ts';
import { reduce } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import { plannedLength } from '../run/selectors.ts';
import type { DetectorOptions } from '../trainers/kit/detector.ts';
import type { Trainer } from '../trainers/trainer.ts';
import type { Circumstances } from './circumstances.ts';
import { findLength, readCompanions, readPlanFiles } from './companions.ts';
import { createReading, type Reading, type ReadingOptions } from './reading.ts';

/** A reading whose planned length a person may tell. */
export interface PreparedReading extends Reading {
  /** Takes in what was told, where the log does not tell the planned length. To be called before each verdict. */
  readonly takeLength: () => void;
  /** Whether the planned length is what was told. */
  readonly isLengthTold: () => boolean;
}

/**
 * A reading that takes in, as soon as the trainer is known, what is told of the plan elsewhere: in the files that the
 * command names, in those beside the log (`path`), and by the user.
 */
export function createPreparedReading(
  { started, budget, length, settings }: Pick<Circumstances, 'started' | 'budget' | 'length' | 'settings'>,
  detection: DetectorOptions,
  path: string | null,
  { onEvent, onLine, onText }: Pick<ReadingOptions, 'onEvent' | 'onLine' | 'onText'> = {},
): PreparedReading {
  let preparedFor: Trainer | null = null;
  let told: number | null = null;
  const takeLength = (): void => {
    const { run } = reading;
    const known = plannedLength(run);
    // What the log says since counts for more.
    if (known !== null && known !== told) told = null;
    const asked = length.read() ?? budgetOf(run, settings);
    if (preparedFor === null || asked === null || asked === told || (known !== null && told === null)) return;
    told = asked;
    reduce(run, { type: 'plan', plan: run.axis === 'iteration' ? { iterations: asked } : { epochs: asked } }, null);
  };
  const prepare = (): void => {
    const trainer = reading.trainer();
    if (trainer === null || trainer === preparedFor) return;
    preparedFor = trainer;
    if (path !== null) readPlanFiles(reading, path);
    if (started !== null) readCompanions(reading, started);
    findLength(reading, started, path);
    if (budget !== null) planBudget(reading, budget);
    takeLength();
  };
  const reading = createReading({
    detection,
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(onText === undefined ? {} : { onText }),
    onLine: (time) => {
      prepare();
      onLine?.(time);
    },
  });
  return { ...reading, takeLength, isLengthTold: () => told !== null && plannedLength(reading.run) === told };
}

/** A budget of steps is a planned length too, where nothing else is. */
function budgetOf({ axis }: Run, { maxEpochs, maxIterations }: AdviceSettings): number | null {
  return axis === 'iteration' ? maxIterations : maxEpochs;
}

/** The budget is the planned length where nothing else tells one. */
function planBudget({ run }: Reading, budget: number): void {
  const { iterations, epochs } = run.plan;
  reduce(run, { type: 'plan', plan: { iterations: iterations ?? budget, epochs: epochs ?? budget } }, null);
}
