import type { Emit } from '../trainer.ts';

/**
 * Notices another training that begins in the same log, for trainers whose first line is not of the first iteration.
 */
export interface Restarts {
  /**
   * Call it with every iteration before it is emitted: emits that all that was read before belongs to another training,
   * and returns whether it does.
   */
  readonly see: (iteration: number, emit: Emit) => boolean;
  /** The trainer is resuming from saved weights: what comes next is no new training, however early it is. */
  readonly expectResume: () => void;
}

/**
 * An iteration that is no later than the first of the log, with later ones in between, is the beginning of another
 * training.
 */
export function createRestarts(): Restarts {
  let first: number | null = null;
  let last: number | null = null;
  let announced = false;
  return {
    see: (iteration, emit) => {
      const anew = last !== null && first !== null && iteration < last && iteration <= first && !announced;
      if (anew) emit({ type: 'resumed', at: 0 });
      announced = false;
      first = Math.min(first ?? iteration, iteration);
      last = iteration;
      return anew;
    },
    expectResume: () => {
      announced = true;
    },
  };
}
