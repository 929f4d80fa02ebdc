import type { Plan } from '../../../run/events.ts';
import type { Emit } from '../../trainer.ts';

/** The plan as far as the settings and the bars show it. */
export interface Planning {
  readonly set: (plan: Partial<Plan>, emit: Emit) => void;
  readonly epochs: () => number | null;
  /** Whether the training ends when its time is up, which may be in the middle of an epoch. */
  readonly limited: () => boolean;
  /** Lengthens the warm-up to the iterations that it has at least, once it is known how many an epoch has. */
  readonly refineWarmUp: (minIterations: number, batches: number, emit: Emit) => void;
}

export function createPlanning(): Planning {
  let epochs: number | null = null;
  let warmUp: number | null = null;
  let seconds: number | null = null;

  return {
    set: (plan, emit) => {
      if (plan.epochs !== undefined) epochs = plan.epochs;
      if (plan.warmUp !== undefined) warmUp = plan.warmUp;
      if (plan.seconds !== undefined) seconds = plan.seconds;
      emit({ type: 'plan', plan });
    },
    epochs: () => epochs,
    limited: () => seconds !== null,
    refineWarmUp: (minIterations, batches, emit) => {
      if (warmUp === null || warmUp <= 0 || batches === 0 || minIterations <= warmUp * batches) return;
      warmUp = null;
      emit({ type: 'plan', plan: { warmUp: Math.ceil(minIterations / batches) } });
    },
  };
}
