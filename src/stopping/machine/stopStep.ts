import { andThen, type StopEffect, type StopResult, unchanged } from './effects.ts';
import type { Asked, StopEvent } from './events.ts';
import { letAskedGo, letGoIfOver } from './holding.ts';
import { askHalt, seenStopped } from './pausing.ts';
import { askCancel, askPlan } from './plans.ts';
import { repeated } from './requests.ts';
import { askSignal, takeHeld, takeNextStep, giveUp, isDue, onHeld, onRefused, onSent } from './signals.ts';
import { atTime, endIfOver, onFile, onLog, onTrainer, onVerdict, resumed } from './stages.ts';
import { noWaits, recordOf, type Observation, type StopState, type Waits } from './state.ts';
import { waitEffects, waitsOf } from './waits.ts';

/**
 * The stop of a training, as one step: what comes of something that happened. Pure: whatever touches a process, a file,
 * a timer or a log is an effect, which a driver carries out in this order and of which it tells what came.
 */
export function stopStep(state: StopState, event: StopEvent): StopResult {
  const { state: next, effects } = andThen(happened(state, event), letGoIfOver);
  const waits = waitsOf(next, event.time);
  return {
    state: { ...next, waits },
    effects: [
      ...recordEffect(state, next),
      ...effects,
      ...waitEffects(waitedFor(state, event), waits),
      ...lookEffect(next, event),
    ],
  };
}

/** Comes before anything is done: this process may die while it does it. */
function recordEffect(before: StopState, after: StopState): readonly StopEffect[] {
  const record = recordOf(after);
  return JSON.stringify(record) === JSON.stringify(recordOf(before)) ? [] : [{ type: 'record', record }];
}

/** Which signal is next, and whether one is, is decided on a fresh look. */
function lookEffect(state: StopState, { type, time }: StopEvent): readonly StopEffect[] {
  const isWanted = isDue(state, time) || (state.held !== null && type === 'timeCame');
  const isSeen = type === 'seen' || type === 'signalHeld';
  return type === 'restored' || (isWanted && !isSeen) ? [{ type: 'look' }] : [];
}

function happened(state: StopState, event: StopEvent): StopResult {
  const { time } = event;
  switch (event.type) {
    case 'planAsked':
    case 'signalAsked':
    case 'cancelAsked':
    case 'pauseAsked':
    case 'resumeAsked':
      return repeated(state, event.request) ?? asked(state, event);
    case 'seen':
      return andThen(
        andThen(endIfOver(withObservation(state, event.observation, time)), (now) => takeHeld(now, time)),
        (now) => takeNextStep(now, time),
      );
    case 'lookFailed':
      return isDue(state, time) ? giveUp(state, event.problem) : letAskedGo(state, event.problem);
    case 'trainerKnown':
      return unchanged(onTrainer(state, event.habits));
    case 'logRead':
      return onLog(state, event.events);
    case 'judged':
      return onVerdict(state, event.verdict, time);
    case 'fileSeen':
      return onFile(state, event.fingerprint, time);
    case 'signalSent':
      return onSent(state, event.signal, event, time);
    case 'signalHeld':
      return onHeld(state, event.signal, event.saving, time);
    case 'signalRefused':
      return onRefused(state, event.signal, event.problem);
    case 'exited':
      return endIfOver({ ...state, exit: event.exit });
    case 'timeCame':
      return atTime(state, time);
    case 'restored':
      return resumed(state, time);
    default:
      return event satisfies never;
  }
}

function asked(state: StopState, event: Asked & { readonly time: number }): StopResult {
  switch (event.type) {
    case 'planAsked':
      return askPlan(state, event, event.plan, event.time);
    case 'signalAsked':
      return askSignal(state, event, event);
    case 'cancelAsked':
      return askCancel(state, event);
    case 'pauseAsked':
      return askHalt(state, event, 'SIGSTOP');
    case 'resumeAsked':
      return askHalt(state, event, 'SIGCONT');
    default:
      return event satisfies never;
  }
}

function withObservation(state: StopState, observation: Observation, time: number): StopState {
  const exit = state.exit ?? (observation.ended ? { code: null, signal: null, time } : null);
  return seenStopped({ ...state, observation, exit }, observation.stopped, time);
}

/** A timer that has gone off is waited for no more, and a new driver waits for nothing yet. */
function waitedFor({ waits }: StopState, { type }: StopEvent): Waits {
  if (type === 'restored') return noWaits;
  return type === 'timeCame' ? { ...waits, time: null } : waits;
}
