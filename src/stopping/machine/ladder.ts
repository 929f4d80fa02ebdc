import type { LadderState, ReachedProcesses, StopSignal } from '../control.ts';

/**
 * What has been sent to a training, and what decides on the next step. Plain data: the keeper sends it to every screen.
 */
export interface Ladder {
  readonly steps: readonly LadderStep[];
  /** The training ignores SIGINT, as far as was seen last. */
  readonly ignoresInterrupt: boolean;
  /** Something of it lives. */
  readonly alive: boolean;
}

/** One signal, at an instant (epoch seconds), with how many seconds it is given before the next step. */
export interface LadderStep {
  readonly signal: StopSignal;
  readonly time: number;
  readonly wait: number;
  /** Who asked for it, as the asking program says. */
  readonly by: string;
  /** Null while it is being sent, and for good where nobody was left to tell: it then counts as sent all the same. */
  readonly reached: ReachedProcesses | null;
}

/** What a ladder begins with: SIGTERM where SIGINT would spoil what was saved (`TrainerHabits.interruptSpoils`). */
export type FirstSignal = 'SIGINT' | 'SIGTERM';

/**
 * Returns the ladder as a person sees it at an instant (epoch seconds): SIGINT first; after its wait SIGTERM or
 * SIGKILL. SIGTERM comes first only where SIGINT is ignored from the beginning, or where `first` says so. Within a wait
 * nothing is allowed, since a second SIGINT makes many trainers drop the weights that they are saving after the first
 * (tftrainer#7, pytorch/rl#4381).
 */
export function ladderState(ladder: Ladder, now: number, first: FirstSignal = 'SIGINT'): LadderState {
  const sent = ladder.steps.map(({ signal, time, wait, reached }) => ({ signal, time, wait, reached }));
  const last = ladder.steps.at(-1);
  if (!ladder.alive) return { sent, allowed: [], nextAt: null, note: null };
  if (last === undefined && ladder.ignoresInterrupt) {
    const note = 'it ignores SIGINT: SIGTERM is the first signal that reaches it';
    return { sent, allowed: ['SIGTERM'], nextAt: null, note };
  }
  if (last === undefined) return { sent, allowed: [first], nextAt: null, note: null };
  const past = Math.max(0, Math.floor(now - last.time));
  if (now < last.time + last.wait) {
    const note = `${last.signal} sent ${past} s ago, ${awaited[last.signal]}`;
    return { sent, allowed: [], nextAt: last.time + last.wait, note };
  }
  const note = `${last.signal} sent ${past} s ago, and it still runs`;
  return { sent, allowed: stepsAfter(last.signal, ladder.ignoresInterrupt), nextAt: null, note };
}

/** Returns why a signal may not be sent now, as a sentence; null when it may. */
export function refusal(ladder: Ladder, signal: StopSignal, now: number): string | null {
  const { allowed, nextAt } = ladderState(ladder, now);
  const last = ladder.steps.at(-1);
  if (allowed.includes(signal)) return null;
  if (!ladder.alive) return `${signal} was not sent: nothing of the training runs any more.`;
  if (last !== undefined && nextAt !== null) {
    const rest = `${Math.ceil(nextAt - now)} s`;
    return last.signal === signal
      ? `${signal} was not sent again: a second one can abort the saving that the first one began; wait another ${rest}.`
      : `${signal} was not sent: ${last.signal} was sent ${Math.floor(now - last.time)} s ago and has another ${rest} to work.`;
  }
  if (signal === 'SIGINT' && ladder.ignoresInterrupt) {
    return 'SIGINT was not sent: the training ignores it, as programs started in the background by a script do; send SIGTERM.';
  }
  return last === undefined
    ? `${signal} was not sent: send ${allowed[0] ?? 'SIGINT'} first, which lets the training clean up, and wait for it.`
    : `${signal} was not sent: ${last.signal} was sent already, and ${signal} is weaker; send ${allowed.join(' or ')}.`;
}

/** Returns the mildest allowed signal that is stronger than all sent so far; null when none is, up to `strongest`. */
export function nextSignal({ sent, allowed }: LadderState, strongest: StopSignal): StopSignal | null {
  const sentStrength = Math.max(-1, ...sent.map(({ signal }) => strengthOf(signal)));
  const next = strength.find((signal) => allowed.includes(signal) && strengthOf(signal) > sentStrength);
  return next !== undefined && strengthOf(next) <= strengthOf(strongest) ? next : null;
}

/** Returns the stronger of two signals. */
export function strongerOf(one: StopSignal, other: StopSignal): StopSignal {
  return strengthOf(one) > strengthOf(other) ? one : other;
}

const strength: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGKILL'];

function strengthOf(signal: StopSignal): number {
  return strength.indexOf(signal);
}

const awaited: Readonly<Record<StopSignal, string>> = {
  SIGINT: 'waiting for the trainer to save and exit',
  SIGTERM: 'waiting for the trainer to exit',
  SIGKILL: 'waiting for the system to end it',
};

/**
 * A handler may set SIGINT to ignored while it saves: that is no reason to hurry, but a further SIGINT is of no use
 * then.
 */
function stepsAfter(last: StopSignal, ignoresInterrupt: boolean): readonly StopSignal[] {
  switch (last) {
    case 'SIGINT':
      return ignoresInterrupt ? ['SIGTERM', 'SIGKILL'] : ['SIGINT', 'SIGTERM', 'SIGKILL'];
    case 'SIGTERM':
      return ['SIGTERM', 'SIGKILL'];
    case 'SIGKILL':
      return ['SIGKILL'];
  }
}
