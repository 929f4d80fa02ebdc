import type { ArmedStop, TrainingControl } from '../stopping/control.ts';

/**
 * What is planned for a training, as plain lines: a planned stop with its reason, its being called off, pauses. Only
 * what is new.
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
      // A plan ends with the training, which says enough itself.
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
