import type { HeldSignal } from '../../stopping/control.ts';
import type { ScreenFacts } from './facts/facts.ts';
import type { ScreenState, StopChoice } from './state.ts';

interface Choice {
  readonly choice: StopChoice;
  readonly key: string;
  readonly label: string;
  readonly short: string;
}

/** The choices of the stop dialog, in the order in which they are shown and the arrow keys move. */
export function stopChoices({ armed, held }: ScreenFacts): readonly Choice[] {
  const planned: Choice =
    armed === null && held === null
      ? { choice: 'checkpoint', key: 'c', label: 'after its next save, then SIGINT, then SIGTERM', short: 'SAVE' }
      : {
          choice: 'call-off',
          key: 'c',
          label: `call ${armed === null ? held!.signal : 'the planned stop'} off`,
          short: 'OFF',
        };
  return [
    { choice: 'cancel', key: 'n', label: 'cancel, let it train', short: 'no' },
    planned,
    { choice: 'SIGINT', key: 'i', label: 'SIGINT now', short: 'INT' },
    { choice: 'SIGTERM', key: 't', label: 'SIGTERM now', short: 'TERM' },
    { choice: 'SIGKILL', key: 'k', label: 'SIGKILL now', short: 'KILL' },
    ...(held === null || held.files.length === 0 ? [] : [anyway(held)]),
  ];
}

function anyway({ signal, files }: HeldSignal): Choice {
  return {
    choice: 'anyway',
    key: 'a',
    label: `${signal} at once, although that spoils ${files.join(' and ')}`,
    short: 'NOW',
  };
}

/** Whether a choice is allowed now. */
export function isAllowed(facts: ScreenFacts, state: ScreenState, choice: StopChoice): boolean {
  if (choice === 'cancel') return true;
  if (choice === 'anyway') return facts.held !== null && facts.exit === null;
  if (choice === 'call-off' && facts.held !== null) return true;
  if (state.sending !== null || facts.exit !== null || facts.ladder === null) return false;
  if (choice === 'call-off') return facts.armed !== null;
  if (choice === 'checkpoint')
    return facts.plans.includes('checkpoint') && facts.armed === null && facts.ladder.sent.length === 0;
  return facts.ladder.allowed.includes(choice);
}
