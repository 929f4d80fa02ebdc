import type { ProcessSignal } from '../../processes/host.ts';
import type { LadderState, StopSignal } from '../control.ts';
import { longestSave } from '../defaults.ts';
import { andThen, type StopEffect, type StopResult, unchanged } from './effects.ts';
import { type FirstSignal, ladderState, type LadderStep, nextSignal, refusal } from './ladder.ts';
import { hold, isHolding, letGo, whyNotSent } from './holding.ts';
import { isHalt, onHalt, withPause } from './pausing.ts';
import { answerNow, answerSent, beginSending, type Request } from './requests.ts';
import type { Saving } from './saving.ts';
import { enter } from './stages.ts';
import { type ArmedRecord, isPaused, ladderOf, type SignalOutcome, type StopState } from './state.ts';

/** Takes the next step of a stop that is being carried out, if one is due. To be called right after a look. */
export function takeNextStep(state: StopState, time: number): StopResult {
  const { armed } = state;
  if (armed === null || !isDue(state, time)) return unchanged(state);
  const ladder = ladderState(ladderOf(state), time, firstSignalOf(armed));
  const signal = nextSignal(ladder, armed.plan.strongest) ?? unsureSignal(state, ladder);
  // Whoever saves is about to end.
  if (signal === null) return isHolding({ ...state, held: null }, time) ? unchanged(state) : enter(state, 'given-up');
  const { by, plan } = armed;
  if (isHolding({ ...state, held: null }, time)) {
    return hold(state, { signal, wait: plan.wait, by, request: null, since: time });
  }
  const sending = { ...state, inFlight: { signal, by, request: null } };
  const isSafe = state.observation.saving === null;
  return send(sending, { signal, time, wait: plan.wait, by, reached: null }, !isSafe);
}

/**
 * The signal that was sent last, where its keeper was killed before it could tell what came of it: when nothing
 * stronger may be sent, it is sent again after its wait, as it may never have gone out.
 */
function unsureSignal({ signals }: StopState, { allowed }: LadderState): StopSignal | null {
  const last = signals.at(-1);
  return last?.reached === null && allowed.includes(last.signal) ? last.signal : null;
}

/** Sends the signal that was asked for by name and held, once the save is over. To be called right after a look. */
export function takeHeld(state: StopState, time: number): StopResult {
  const { held, inFlight } = state;
  if (held === null || held.request === null || inFlight !== null || !state.observation.alive) return unchanged(state);
  const { signal, wait, by, request } = held;
  const problem = refusal(ladderOf(state), signal, time);
  if (problem !== null) return letGo(state, problem);
  if (isHolding(state, time)) {
    return time < held.since + longestSave ? unchanged(state) : letGo(state, whyNotSent(state, signal));
  }
  return send(beginSending(state, signal, { request, by }), { signal, time, wait, by, reached: null }, false);
}

/** Whether a stop that is being carried out may take its next step. */
export function isDue(state: StopState, time: number): boolean {
  const isWaiting = ladderState(ladderOf(state), time).nextAt !== null;
  return state.armed?.stage === 'signals' && state.observation.alive && state.inFlight === null && !isWaiting;
}

/**
 * The signal that a planned stop begins with. Only after a save can SIGINT spoil what was saved; one that saves on
 * SIGTERM loses nothing by it at any time.
 */
export function firstSignalOf({ plan, habits }: Pick<ArmedRecord, 'plan' | 'habits'>): FirstSignal {
  return plan.when === 'now' && habits?.savesOnTerminate !== true ? 'SIGINT' : (habits?.firstSignal ?? 'SIGINT');
}

/** Somebody wants this signal sent, once. */
export function askSignal(
  state: StopState,
  request: Request,
  {
    signal,
    wait,
    time,
    evenIfSaving,
  }: Pick<LadderStep, 'signal' | 'wait' | 'time'> & { readonly evenIfSaving: boolean },
): StopResult {
  const { by } = request;
  const { held } = state;
  const isHeld = held !== null && !evenIfSaving ? heldAlready(held.signal) : null;
  const problem = state.inFlight === null ? (refusal(ladderOf(state), signal, time) ?? isHeld) : busy;
  if (problem === null && state.observation.saving !== null && !evenIfSaving) {
    return hold(state, { signal, wait, by, request: request.request, since: time });
  }
  if (problem === null) {
    const free = letGo(state, `${held?.signal ?? ''} was not sent in its turn: it was asked for anew.`);
    return andThen(free, (now) =>
      send(beginSending(now, signal, request), { signal, time, wait, by, reached: null }, evenIfSaving),
    );
  }
  const audit: StopEffect = { type: 'audit', entry: { event: 'refused', by, signal, problem } };
  return andThen({ state, effects: [audit] }, (now) => answerNow(now, request, problem));
}

function heldAlready(signal: StopSignal): string {
  return `No signal was sent: ${signal} waits already for the end of a save.`;
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
  const freed = andThen({ state: going, effects: [audit, ...went] }, (now) => letOthersGo(now, signal));
  return andThen(freed, (now) => answerSent(now, null));
}

/** A signal was refused. A stop that is being carried out then waits for a person. */
export function onRefused(state: StopState, signal: ProcessSignal, problem: string): StopResult {
  if (isHalt(signal)) return answerSent(state, problem);
  const step = stepInFlight(state, signal);
  if (step === null) return unchanged(state);
  const audit: StopEffect = { type: 'audit', entry: { event: 'refused', by: step.by, signal: step.signal, problem } };
  const withdrawn = { state: { ...state, signals: state.signals.slice(0, -1) }, effects: [audit] };
  const wasPlanned = state.inFlight?.request === null;
  const freed = andThen(withdrawn, (now) => letOthersGo(now, signal));
  const answer = andThen(freed, (now) => answerSent(now, problem));
  return wasPlanned ? andThen(answer, (now) => giveUp(now, problem)) : answer;
}

/** A signal was kept back at the last moment, since a checkpoint had just been opened. */
export function onHeld(state: StopState, signal: ProcessSignal, saving: Saving, time: number): StopResult {
  const step = isHalt(signal) ? null : stepInFlight(state, signal);
  if (step === null || state.inFlight === null) return unchanged(state);
  const { by, request } = state.inFlight;
  const observation = { ...state.observation, saving };
  const withdrawn = { ...state, observation, inFlight: null, signals: state.signals.slice(0, -1) };
  const since = state.held?.since ?? time;
  return hold(withdrawn, { signal: step.signal, wait: step.wait, by, request, since });
}

/** No signal waits beside one that went out: who asked for another one has to look at what came of this one first. */
function letOthersGo(state: StopState, signal: ProcessSignal): StopResult {
  const { held, inFlight } = state;
  if (held === null || held.request === inFlight?.request) return unchanged({ ...state, held: null });
  return letGo(state, `${held.signal} was not sent: the planned stop sent ${signal} meanwhile.`);
}

/** A stop that is being carried out cannot go on: a person has to decide. */
export function giveUp(state: StopState, problem: string): StopResult {
  return state.armed?.stage === 'signals' ? enter(state, 'given-up', { reason: problem }) : unchanged(state);
}

/** It counts as sent from now on: should this process die meanwhile, the next one must not send it a second time. */
function send(state: StopState, step: LadderStep, evenIfSaving: boolean): StopResult {
  const sending = { ...state, signals: [...state.signals, step] };
  const effect: StopEffect = { type: 'send', signal: step.signal, wasPaused: isPaused(state), evenIfSaving };
  return { state: sending, effects: [effect] };
}

function stepInFlight({ inFlight, signals }: StopState, signal: ProcessSignal): LadderStep | null {
  const step = signals.at(-1);
  return inFlight?.signal === signal && step?.signal === signal ? step : null;
}
