import type { Plan } from '../../run/events.ts';
import type { LineMetrics } from './lineMetrics.ts';

/** Where in a training its lines are, from what they count. */
export interface Places {
  /**
   * Takes what the line counts. The epoch is the one named last; the iteration is null when the line has none, or none
   * that has a global number. Both 1-based.
   */
  readonly read: (metrics: LineMetrics) => TrainingPlace;
  readonly last: () => TrainingPlace;
  readonly plan: () => Partial<Plan>;
}

export interface TrainingPlace {
  readonly epoch: number | null;
  readonly iteration: number | null;
}

/**
 * Steps count on through the whole training, or restart in each epoch: which of them shows when an epoch ends. In the
 * first epoch both are the same, and where steps restart their total is the length of an epoch. What is not known yet
 * stays open.
 */
export function createPlaces(): Places {
  let epochsFromZero: boolean | null = null;
  let stepsFromZero: boolean | null = null;
  let epoch: number | null = null;
  let epochs: number | null = null;
  let step: number | null = null;
  /** The epoch that was named before the last step. */
  let stepEpoch: number | null = null;
  /** An epoch is named when it is over: its steps come before it. */
  let namedAtEnd = false;
  let steps: number | null = null;
  let iteration: number | null = null;
  /** Null until an epoch has ended. */
  let anew: boolean | null = null;
  /** A planned number of iterations was told. */
  let told = false;

  function read(metrics: LineMetrics): TrainingPlace {
    const printedEpoch = metrics.get('epoch')?.value;
    if (printedEpoch !== undefined && Number.isInteger(printedEpoch) && printedEpoch >= 0) {
      epochsFromZero ??= printedEpoch === 0;
      epoch = epochsFromZero ? printedEpoch + 1 : Math.max(1, printedEpoch);
    }
    epochs = countOf(metrics, 'epochs') ?? epochs;
    steps = countOf(metrics, 'iterations') ?? steps;
    const printedStep = metrics.get('iteration')?.value;
    if (printedStep === undefined || !Number.isInteger(printedStep) || printedStep < 0)
      return { epoch, iteration: null };
    stepsFromZero ??= printedStep === 0;
    const next = stepsFromZero ? printedStep + 1 : Math.max(1, printedStep);
    if (step !== null && epoch !== null && epoch > (stepEpoch ?? 0)) {
      anew = next <= step;
      namedAtEnd ||= anew && stepEpoch === null;
    }
    step = next;
    stepEpoch = epoch;
    iteration = globalOf(next);
    return { epoch: namedAtEnd && printedEpoch === undefined && epoch !== null ? epoch + 1 : epoch, iteration };
  }

  function globalOf(next: number): number | null {
    if (epoch === null || anew === false) return next;
    // Without their total it is not known yet whether the steps will restart; in the first epoch it makes no
    // difference.
    if (steps === null || (anew === null && epoch !== 1)) return null;
    return (namedAtEnd ? epoch : epoch - 1) * steps + next;
  }

  /**
   * Told only when it is known what the total of the steps is of. A few are those of an epoch, whose number comes
   * later.
   */
  function iterationsOf(): number | null {
    if (steps === null || anew === false) return steps;
    if (epoch === null) return steps < fewestPlanned ? null : steps;
    return anew === true && epochs !== null ? steps * epochs : null;
  }

  return {
    read,
    last: () => ({ epoch, iteration }),
    plan: () => {
      const iterations = iterationsOf();
      // What was taken for the whole training may turn out to be an epoch.
      const taken = told && iterations === null ? { iterations } : {};
      told ||= iterations !== null;
      return { ...(epochs === null ? {} : { epochs }), ...(iterations === null ? taken : { iterations }) };
    },
  };
}

function countOf(metrics: LineMetrics, metric: 'epochs' | 'iterations'): number | null {
  const value = metrics.get(metric)?.value;
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : null;
}

/** Iterations that a whole training has at least. */
const fewestPlanned = 100;
