import { pauseSettles } from '../defaults.ts';
import type { ProcessSignal } from '../../processes/host.ts';
import { andThen, type StopResult, unchanged } from './effects.ts';
import { answerNow, answerSent, beginSending, type Request } from './requests.ts';
import { isPaused, type StopState } from './state.ts';

/** Somebody wants it halted, or to go on. */
export function askHalt(state: StopState, request: Request, signal: 'SIGSTOP' | 'SIGCONT'): StopResult {
  const wanted = signal === 'SIGSTOP';
  if (isPaused(state) === wanted) return answerNow(state, request, wanted ? alreadyPaused : notPaused);
  return {
    state: beginSending(state, signal, request),
    effects: [{ type: 'send', signal, wasPaused: isPaused(state), evenIfSaving: true }],
  };
}

const alreadyPaused = 'It is already paused.';
const notPaused = 'It is not paused.';

/** It was halted, or let go on. */
export function onHalt(state: StopState, signal: 'SIGSTOP' | 'SIGCONT', time: number): StopResult {
  if (state.inFlight?.signal !== signal) return unchanged(state);
  const entry = { event: signal === 'SIGSTOP' ? 'paused' : 'resumed', by: state.inFlight.by } as const;
  const halted = { state: withPause(state, signal === 'SIGSTOP', time), effects: [{ type: 'audit', entry } as const] };
  return andThen(halted, (now) => answerSent(now, null));
}

/**
 * Takes over what the system says: somebody else may halt it or let it go on. `stopped` is null where it cannot be
 * seen.
 */
export function seenStopped(state: StopState, stopped: boolean | null, time: number): StopState {
  const isNews = stopped !== null && stopped !== isPaused(state) && time >= state.pauseSettlesAt;
  return isNews ? { ...withPause(state, stopped, time), pauseSettlesAt: state.pauseSettlesAt } : state;
}

/** Begins or ends a pause. A clock that was set back makes none shorter than nothing. */
export function withPause(state: StopState, halted: boolean, time: number): StopState {
  if (halted === isPaused(state)) return state;
  const pauses = halted
    ? [...state.pauses, { from: time, to: null }]
    : state.pauses.map(({ from, to }) => ({ from, to: to ?? Math.max(from, time) }));
  return { ...state, pauses, pauseSettlesAt: time + pauseSettles };
}

export function isHalt(signal: ProcessSignal): signal is 'SIGSTOP' | 'SIGCONT' {
  return signal === 'SIGSTOP' || signal === 'SIGCONT';
}
