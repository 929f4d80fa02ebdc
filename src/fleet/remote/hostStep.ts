import { aliveEvery } from '../wire/protocol.ts';

/** How the line to a host stands. Plain data; instants are seconds of one steady clock, `since` of the epoch. */
export interface HostState {
  readonly line:
    | { readonly phase: 'idle'; readonly nextAt: number }
    /** Until `deadline` it has to tell all its runs. */
    | { readonly phase: 'connecting'; readonly deadline: number }
    /** Until `deadline` it has to say anything. */
    | { readonly phase: 'live'; readonly deadline: number };
  /** Tries in a row that failed. */
  readonly failures: number;
  readonly shown: 'connecting' | 'live' | 'away' | 'unusable';
  readonly since: number;
  readonly problem: string | null;
  readonly remedy: string | null;
}

export type HostEvent =
  | { readonly type: 'timeCame' }
  /** All its runs of this moment. */
  | { readonly type: 'toldAll' }
  | { readonly type: 'saidSomething' }
  | { readonly type: 'failed'; readonly failure: HostFailure };

/** Why there is no line. `patience`: seconds before the next try, where that is not to depend on their number. */
export interface HostFailure {
  readonly problem: string;
  readonly remedy: string | null;
  readonly patience: number | null;
}

/** What the driver has to do: start the client, or end it. */
export type HostEffect = 'connect' | 'end';

/** Seconds in which a host has to tell all its runs once its client was started, and to say anything after that. */
const helloPatience = 40;
const silencePatience = 2.5 * aliveEvery;

/** Seconds before the first further try, doubled with each, and at most. */
const firstPause = 1;
const longestPause = 60;

export function newHost(now: number, epoch: number): HostState {
  return {
    line: { phase: 'idle', nextAt: now },
    failures: 0,
    shown: 'connecting',
    since: epoch,
    problem: null,
    remedy: null,
  };
}

/** The time at which an event happens, on the steady clock and of the epoch. */
export interface EventTime {
  readonly now: number;
  readonly epoch: number;
  /** 0..1: hosts that went away together do not all come back in the same second. */
  readonly spread: number;
}

/** Takes an event into the state of a host, and says what is to be done. Pure. */
export function hostStep(
  state: HostState,
  event: HostEvent,
  time: EventTime,
): readonly [state: HostState, effect: HostEffect | null] {
  const { line } = state;
  switch (event.type) {
    case 'timeCame':
      return timeCame(state, time);
    case 'toldAll':
      if (line.phase !== 'connecting') return [state, null];
      return [
        {
          line: { phase: 'live', deadline: time.now + silencePatience },
          failures: 0,
          shown: 'live',
          since: time.epoch,
          problem: null,
          remedy: null,
        },
        null,
      ];
    case 'saidSomething':
      if (line.phase !== 'live') return [state, null];
      return [{ ...state, line: { phase: 'live', deadline: time.now + silencePatience } }, null];
    case 'failed':
      return line.phase === 'idle' ? [state, null] : [failed(state, event.failure, time), 'end'];
    default:
      return event satisfies never;
  }
}

/** When time has to be told next. */
export function wakeAt({ line }: HostState): number {
  return line.phase === 'idle' ? line.nextAt : line.deadline;
}

function timeCame(state: HostState, time: EventTime): readonly [HostState, HostEffect | null] {
  const { line } = state;
  if (time.now < wakeAt(state)) return [state, null];
  switch (line.phase) {
    case 'idle':
      return [{ ...state, line: { phase: 'connecting', deadline: time.now + helloPatience } }, 'connect'];
    case 'connecting':
      return [failed(state, silent(helloPatience), time), 'end'];
    case 'live':
      return [failed(state, silent(silencePatience), time), 'end'];
    default:
      return line satisfies never;
  }
}

function silent(seconds: number): HostFailure {
  return { problem: `It has said nothing for ${seconds} s.`, remedy: null, patience: null };
}

function failed(state: HostState, { problem, remedy, patience }: HostFailure, time: EventTime): HostState {
  const pause = patience ?? Math.min(longestPause, firstPause * 2 ** state.failures);
  const shown = remedy === null ? 'away' : 'unusable';
  return {
    line: { phase: 'idle', nextAt: time.now + pause * (1 + time.spread / 2) },
    failures: state.failures + 1,
    shown,
    since: shown === state.shown ? state.since : time.epoch,
    problem,
    remedy,
  };
}
