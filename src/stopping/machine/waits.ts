import { awaitedFile } from '../stopPlan.ts';
import type { StopEffect } from './effects.ts';
import { heldUntil } from './holding.ts';
import { ladderState } from './ladder.ts';
import { awaitsSave, awaitsSomething } from './stages.ts';
import { isPaused, ladderOf, type StopState, type Waits } from './state.ts';

/** What a state waits for, at an instant. */
export function waitsOf(state: StopState, time: number): Waits {
  return { time: nextTime(state, time), file: file(state), log: log(state), looks: looks(state) };
}

/** What the driver has to be told when it waited for something else before. */
export function waitEffects(before: Waits, after: Waits): readonly StopEffect[] {
  const effects: StopEffect[] = [];
  if (before.time !== after.time) effects.push({ type: 'waitUntil', time: after.time });
  if (before.file !== after.file) effects.push({ type: 'watchFile', file: after.file });
  if (before.log?.preset !== after.log?.preset) effects.push({ type: 'follow', log: after.log });
  if (before.looks !== after.looks) effects.push({ type: 'lookOften', looks: after.looks });
  return effects;
}

/**
 * The end of a countdown or of the wait for a save; or that of a step of the ladder, which people and a stop wait for.
 */
function nextTime(state: StopState, time: number): number | null {
  const until = heldUntil(state);
  const instants = [
    state.armed?.endsAt ?? null,
    ladderState(ladderOf(state), time).nextAt,
    until !== null && until > time ? until : null,
  ];
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function file({ armed }: StopState): string | null {
  return armed !== null && awaitsSave(armed.stage) ? awaitedFile(armed.plan) : null;
}

function log({ armed }: StopState): Waits['log'] {
  if (armed === null || !awaitsSomething(armed.stage)) return null;
  return { preset: armed.plan.when === 'advice' ? armed.plan.preset : null };
}

/** After a signal, in a pause and once its leader has gone, much may happen that nobody tells. */
function looks(state: StopState): Waits['looks'] {
  const { observation, exit, signals, armed, held } = state;
  if (!observation.alive && exit !== null) return null;
  if (held !== null) return 'closely';
  const isSoon = exit !== null || signals.length > 0 || armed?.stage === 'signals' || isPaused(state);
  return isSoon ? 'soon' : 'seldom';
}
