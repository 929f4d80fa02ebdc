import type { ProcessSignal } from '../../processes/host.ts';
import { andThen, type StopEffect, type StopResult, unchanged } from './effects.ts';
import { type FirstSignal, ladderState, type LadderStep, nextSignal, refusal } from './ladder.ts';
import { isHalt, onHalt, withPause } from './pausing.ts';
import { answerNow, answerSent, beginSending, type Request } from './requests.ts';
import { enter } from './stages.ts';
import { type ArmedRecord, isPaused, ladderOf, type SignalOutcome, type StopState } from './state.ts';

/** Takes the next step of a stop that is being carried out, if one is due. To be called right after a look. */
export function takeNextStep(state: StopState, time: number): StopResult {
  const { armed } = state;
  if (armed === null || !isDue(state, time)) return unchanged(state);
  const signal = nextSignal(ladderState(ladderOf(state), time, firstSignalOf(armed)), armed.plan.strongest);
  if (signal === null) return enter(state, 'given-up');
  const sending = { ...state, inFlight: { signal, by: armed.by, request: null } };
  return send(sending, { signal, time, wait: armed.plan.wait, by: armed.by, reached: null });
}

/** Whether a stop that is being carried out may take its next step. */
export function isDue(state: StopState, time: number): boolean {
  const isWaiting = ladderState(ladderOf(state), time).nextAt !== null;
  return state.armed?.stage === 'signals' && state.observation.alive && state.inFlight === null && !isWaiting;
}

/** The signal that a planned stop begins with. Only after a save can SIGINT spoil what was saved. */
export function firstSignalOf({ plan, habits }: Pick<ArmedRecord, 'plan' | 'habits'>): FirstSignal {
  return plan.when === 'now' ? 'SIGINT' : (habits?.firstSignal ?? 'SIGINT');
}

/** Somebody wants this signal sent, once. */
export function askSignal(
  state: StopState,
  request: Request,
  { signal, wait, time }: Pick<LadderStep, 'signal' | 'wait' | 'time'>,
): StopResult {
  const { by } = request;
  const problem = state.inFlight === null ? refusal(ladderOf(state), signal, time) : busy;
  if (problem === null) {
    return send(beginSending(state, signal, request), { signal, time, wait, by, reached: null });
  }
  const audit: StopEffect = { type: 'audit', entry: { event: 'refused', by, signal, problem } };
  return andThen({ state, effects: [audit] }, (now) => answerNow(now, request, problem));
}

const busy = 'No signal was sent: another one is being sent at this moment.';

/** A signal went out. */
export function onSent(
  state: StopState,
  signal: ProcessSignal,
  { reached, continued }: SignalOutcome,
  time: number,
): StopResult {
  if (isHalt(signal)) return onHalt(state, signal, time);
  const step = stepInFlight(state, signal);
  if (step === null) return unchanged(state);
  const sent: LadderStep = { ...step, time, reached };
  const told: StopState = { ...state, signals: [...state.signals.slice(0, -1), sent] };
  const { reached: _reached, ...noted } = sent;
  const audit: StopEffect = { type: 'audit', entry: { event: 'signal', ...noted, processes: reached.processes } };
  const went: StopEffect[] = continued ? [{ type: 'audit', entry: { event: 'continued', by: step.by } }] : [];
  const going = continued ? withPause(told, false, time) : told;
  return andThen({ state: going, effects: [audit, ...went] }, (now) => answerSent(now, null));
}

/** A signal was refused. A stop that is being carried out then waits for a person. */
export function onRefused(state: StopState, signal: ProcessSignal, problem: string): StopResult {
  if (isHalt(signal)) return answerSent(state, problem);
  const step = stepInFlight(state, signal);
  if (step === null) return unchanged(state);
  const audit: StopEffect = { type: 'audit', entry: { event: 'refused', by: step.by, signal: step.signal, problem } };
  const withdrawn = { state: { ...state, signals: state.signals.slice(0, -1) }, effects: [audit] };
  const wasPlanned = state.inFlight?.request === null;
  const answer = andThen(withdrawn, (now) => answerSent(now, problem));
  return wasPlanned ? andThen(answer, (now) => giveUp(now, problem)) : answer;
}

/** A stop that is being carried out cannot go on: a person has to decide. */
export function giveUp(state: StopState, problem: string): StopResult {
  return state.armed?.stage === 'signals' ? enter(state, 'given-up', { reason: problem }) : unchanged(state);
}

/** It counts as sent from now on: should this process die meanwhile, the next one must not send it a second time. */
function send(state: StopState, step: LadderStep): StopResult {
  const sending = { ...state, signals: [...state.signals, step] };
  return { state: sending, effects: [{ type: 'send', signal: step.signal, wasPaused: isPaused(state) }] };
}

function stepInFlight({ inFlight, signals }: StopState, signal: ProcessSignal): LadderStep | null {
  const step = signals.at(-1);
  return inFlight?.signal === signal && step?.signal === signal ? step : null;
}
