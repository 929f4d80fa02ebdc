import type { AdviceSettings } from '../advisor/verdict.ts';
import type { StopPlan } from './control.ts';
import { countdown, longestSave, stepWait } from './defaults.ts';

/** A plan with everything said that its asker left to the defaults. */
export type WholePlan = Required<StopPlan>;

/** Fills a plan up with the defaults. `preset` is that of the run's own advice settings. */
export function wholePlan(plan: StopPlan, preset: AdviceSettings['preset']): WholePlan {
  const how = { strongest: 'SIGTERM', wait: stepWait, saveWait: longestSave, evenIfSaving: false } as const;
  switch (plan.when) {
    case 'now':
      return { ...how, ...plan };
    case 'checkpoint':
      return { ...how, file: null, within: null, reason: null, ...plan };
    case 'advice':
      return { ...how, file: null, preset, grace: countdown, heeds: 'any', ...plan };
    default:
      return plan satisfies never;
  }
}

/** The file whose saving a plan waits for; null where it waits for the trainer's word. */
export function awaitedFile(plan: WholePlan): string | null {
  return plan.when === 'now' ? null : plan.file;
}
