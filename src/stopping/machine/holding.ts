import type { HeldSignal } from '../control.ts';
import { longestSave } from '../defaults.ts';
import { andThen, type StopEffect, type StopResult, unchanged } from './effects.ts';
import { answerNow } from './requests.ts';
import type { HeldRecord, StopState } from './state.ts';

/** Whether a save forbids a signal of the planned stop, or one that was asked for by name, at this time. */
export function isHolding({ armed, observation, held }: StopState, time: number): boolean {
  if (observation.saving === null) return false;
  const isPlanned = held === null || held.request === null;
  return (
    !isPlanned || armed === null || (!armed.plan.evenIfSaving && (armed.goesOnAt === null || time < armed.goesOnAt))
  );
}

/** Keeps a signal back until the save is over. */
export function hold(state: StopState, held: HeldRecord): StopResult {
  const { signal, by, request } = held;
  if (state.held?.signal === signal && state.held.request === request) return unchanged(state);
  const files = namesOf(state);
  const audit: StopEffect[] =
    files.length === 0 ? [] : [{ type: 'audit', entry: { event: 'held', by, signal, files } }];
  const freed = letGo(state, `${state.held?.signal ?? ''} was not sent by itself: a stop is under way that sends it.`);
  return andThen(freed, (now) => ({ state: { ...now, held }, effects: audit }));
}

/** Lets a held signal go: nothing comes of it any more. Who asked for it by name hears why, a sentence. */
export function letGo(state: StopState, problem: string): StopResult {
  const { held } = state;
  const free = { ...state, held: null };
  return held === null || held.request === null ? unchanged(free) : answerNow(free, { request: held.request }, problem);
}

/** As `letGo`, where the held signal was asked for by name. */
export function letAskedGo(state: StopState, problem: string): StopResult {
  return state.held === null || state.held.request === null ? unchanged(state) : letGo(state, problem);
}

/** Lets the signal of a stop go that is not carried out any more, and any where nothing is left to signal. */
export function letGoIfOver(state: StopState): StopResult {
  const { held, armed, observation } = state;
  if (held === null) return unchanged(state);
  if (!observation.alive) return letGo(state, `${held.signal} was not sent: nothing of the training runs any more.`);
  return held.request === null && armed?.stage !== 'signals' ? letGo(state, '') : unchanged(state);
}

/** Epoch seconds until which the held signal waits at most; null while none is held. */
export function heldUntil({ held, armed }: Pick<StopState, 'held' | 'armed'>): number | null {
  if (held === null) return null;
  if (held.request !== null || armed === null) return held.since + longestSave;
  return armed.goesOnAt ?? held.since + armed.plan.saveWait;
}

/** What everybody may know of the held signal. */
export function heldSignalOf(state: StopState, time: number): HeldSignal | null {
  const { held, armed } = state;
  const until = heldUntil(state);
  if (held === null || until === null) return null;
  const afterwards = held.request === null && (armed?.goesOnAt ?? null) !== null ? 'send' : 'ask';
  return {
    signal: held.signal,
    files: namesOf(state),
    until,
    afterwards,
    isAsking: afterwards === 'ask' && time >= until,
  };
}

/** Why a signal that was asked for by name was not sent after all, as a sentence. */
export function whyNotSent(state: StopState, signal: string): string {
  const files = namesOf(state).join(' and ');
  return `${signal} was not sent: ${files === '' ? 'a checkpoint' : files} is still being written after ${longestSave} s, and a signal could spoil it; let it finish, or send the signal all the same.`;
}

function namesOf({ observation }: StopState): readonly string[] {
  return (observation.saving?.files ?? []).map((path) => path.slice(path.lastIndexOf('/') + 1));
}
