import type { ArmedStop, TrainingControl } from '../stopping/control.ts';

/**
 * Writes changes of what is planned for a training as plain lines: a planned stop with its reason, its cancellation,
 * pauses.
 */
export interface PlanLines {
  readonly changes: (control: Pick<TrainingControl, 'armed' | 'paused' | 'exit'>) => string[];
}

export function createPlanLines(): PlanLines {
  let planShown: string | null = null;
  let pauseShown = false;
  return {
    changes(control) {
      const lines: string[] = [];
      // A plan ends with the training, whose end is printed anyway.
      if (control.exit() !== null) return lines;
      const armed = control.armed();
      const plan = armed === null ? null : planLine(armed);
      if (plan !== planShown) lines.push(plan ?? 'stop: called off');
      planShown = plan;
      const paused = control.paused();
      if (paused !== pauseShown) lines.push(paused ? 'paused' : 'resumed');
      pauseShown = paused;
      return lines;
    },
  };
}

function planLine({ note, reason }: ArmedStop): string {
  return `stop: ${note}${reason === null ? '' : ` (${reason})`}`;
}
