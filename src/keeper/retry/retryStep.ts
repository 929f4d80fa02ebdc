import type { Crash } from './crash.ts';

/**
 * Whether a training is started again after its end, as one step: what comes of something that happened. Pure: reading
 * the log, building the command and starting it is the driver's part (`retryRun.ts`).
 */
export interface RetryState {
  readonly stage: 'ended' | 'planning' | 'making' | 'over';
  /** Of the training that has ended, counted from 1. */
  readonly attempt: number;
  /** How often it may be started again, and seconds before the first time. */
  readonly max: number;
  readonly pause: number;
  /** What the crash was; null before that is known. */
  readonly crash: Crash | null;
}

export type RetryEvent =
  | { readonly type: 'ended'; readonly crash: Crash }
  /** How it is to start, in words, or why it cannot. */
  | { readonly type: 'planned'; readonly how: string }
  | { readonly type: 'refused'; readonly why: string }
  /** The run that was made in its place. */
  | { readonly type: 'made'; readonly run: string };

export type RetryEffect =
  | { readonly type: 'plan' }
  | {
      readonly type: 'make';
      readonly attempt: number;
      readonly pause: number;
      readonly needsRoom: boolean;
      readonly why: string;
      readonly how: string;
    }
  /** What came of it, for the record: the run in its place, or none. */
  | { readonly type: 'record'; readonly run: string | null; readonly why: string };

export interface RetryResult {
  readonly state: RetryState;
  readonly effects: readonly RetryEffect[];
}

/** An event that does not fit the stage changes nothing. */
export function retryStep(state: RetryState, event: RetryEvent): RetryResult {
  switch (event.type) {
    case 'ended':
      return state.stage === 'ended' ? onEnd(state, event.crash) : { state, effects: [] };
    case 'planned':
      return state.stage === 'planning' && state.crash !== null
        ? make(state, state.crash, event.how)
        : { state, effects: [] };
    case 'refused':
      return state.stage === 'planning' || state.stage === 'making'
        ? over(state, null, event.why)
        : { state, effects: [] };
    case 'made':
      return state.stage === 'making' ? over(state, event.run, state.crash?.what ?? '') : { state, effects: [] };
    default:
      return event satisfies never;
  }
}

function onEnd(state: RetryState, crash: Crash): RetryResult {
  const known = { ...state, crash };
  if (!crash.isWorthIt) return over(known, null, crash.what);
  if (state.attempt > state.max) return over(known, null, `${crash.what}, and it was started ${state.attempt} times`);
  return { state: { ...known, stage: 'planning' }, effects: [{ type: 'plan' }] };
}

function make(state: RetryState, crash: Crash, how: string): RetryResult {
  const { attempt, pause } = state;
  return {
    state: { ...state, stage: 'making' },
    effects: [
      {
        type: 'make',
        attempt: attempt + 1,
        pause: Math.min(longestPause, pause * growth ** (attempt - 1)),
        needsRoom: crash.needsRoom,
        why: crash.what,
        how,
      },
    ],
  };
}

function over(state: RetryState, run: string | null, why: string): RetryResult {
  return { state: { ...state, stage: 'over' }, effects: [{ type: 'record', run, why }] };
}

/** How many times longer each pause is than the one before, and seconds of the longest. */
const growth = 4;
const longestPause = 3600;
