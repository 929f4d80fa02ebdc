import type { ScreenFacts } from './facts/facts.ts';
import type { ScreenState } from './state.ts';
import { counted } from '../../words/count.ts';

/** Evaluations for which `z` snoozes a verdict. */
export const snoozeLength = 10;

/** Whether the verdict is snoozed or dismissed. Another verdict is always shown. */
export function isAside({ verdict, run }: ScreenFacts, { aside }: ScreenState): boolean {
  if (aside === null || aside.verdict !== verdict.name) return false;
  return aside.until === null || run.evaluations.length < aside.until;
}

/** Returns for how long, for the banner. */
export function asideText({ run }: ScreenFacts, { aside }: ScreenState): string {
  if (aside === null || aside.until === null) return 'dismissed until it changes (d shows it again)';
  const left = aside.until - run.evaluations.length;
  return `snoozed for ${counted(left, 'more evaluation')} (z shows it again)`;
}
