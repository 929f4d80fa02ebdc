import type { ScreenFacts } from './facts/facts.ts';
import type { ScreenState, StopChoice } from './state.ts';

interface Choice {
  readonly choice: StopChoice;
  readonly key: string;
  readonly label: string;
  readonly short: string;
}

/** The choices of the stop dialog, in the order in which they are shown and the arrow keys move. */
export function stopChoices({ armed }: ScreenFacts): readonly Choice[] {
  const planned: Choice =
    armed === null
      ? { choice: 'checkpoint', key: 'c', label: 'after its next save, then SIGINT, then SIGTERM', short: 'SAVE' }
      : { choice: 'call-off', key: 'c', label: 'call the planned stop off', short: 'OFF' };
  return [
    { choice: 'cancel', key: 'n', label: 'cancel, let it train', short: 'no' },
    planned,
    { choice: 'SIGINT', key: 'i', label: 'SIGINT now', short: 'INT' },
    { choice: 'SIGTERM', key: 't', label: 'SIGTERM now', short: 'TERM' },
    { choice: 'SIGKILL', key: 'k', label: 'SIGKILL now', short: 'KILL' },
  ];
}

/** Whether a choice is allowed now. */
export function isAllowed(facts: ScreenFacts, state: ScreenState, choice: StopChoice): boolean {
  if (choice === 'cancel') return true;
  if (state.sending !== null || facts.exit !== null || facts.ladder === null) return false;
  if (choice === 'call-off') return facts.armed !== null;
  if (choice === 'checkpoint')
    return facts.plans.includes('checkpoint') && facts.armed === null && facts.ladder.sent.length === 0;
  return facts.ladder.allowed.includes(choice);
}
