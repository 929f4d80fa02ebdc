import { type GroupTelling, tellingCounts } from '../../runs/group/elsewhere.ts';
import { type GroupAcross, nextTurn } from './groupAcross.ts';

/**
 * How a list lets the keepers of a group decide whose runs are on several machines. Each machine knows of one list only
 * (`keepTelling`), and of all runs at most one at a time has the turn to decide: so no two can end that would leave
 * fewer than are to go on. All instants are seconds of one steady clock.
 */
export interface AcrossState {
  /** What is being told and has not been answered. */
  readonly asking: Told | null;
  /** What all machines have taken last. */
  readonly taken: Told | null;
  /** Since when every machine has listened to this list. */
  readonly heldSince: number | null;
  readonly turn: { readonly run: string; readonly since: number } | null;
  readonly noTurnBefore: number;
  /** Another list decides, or a machine did not answer: it is tried again then. */
  readonly restsUntil: number;
}

interface Told extends Pick<GroupAcross, 'addressees'> {
  readonly telling: GroupTelling;
  readonly at: number;
}

export type AcrossEvent =
  /** `group`: as it is now; null where it is not on several machines any more. */
  | { readonly type: 'looked'; readonly group: GroupAcross | null }
  /** Every machine has taken what was told, or one has not. */
  | { readonly type: 'answered'; readonly isTaken: boolean };

/** What is to be told, to a run on each machine. Without runs it takes back what was told, and needs no answer. */
export interface AcrossEffect {
  readonly telling: GroupTelling;
  readonly to: readonly string[];
}

export interface AcrossCircumstances {
  readonly now: number;
  /** The identity of the list. */
  readonly by: string;
  /** 0..1, another one for each list: two that were refused at once do not come back at once. */
  readonly spread: number;
}

export const newAcross: AcrossState = {
  asking: null,
  taken: null,
  heldSince: null,
  turn: null,
  noTurnBefore: 0,
  restsUntil: 0,
};

/** Pure. */
export function acrossStep(
  state: AcrossState,
  event: AcrossEvent,
  circumstances: AcrossCircumstances,
): readonly [AcrossState, AcrossEffect | null] {
  return event.type === 'looked'
    ? looked(state, event.group, circumstances)
    : answered(state, event.isTaken, circumstances);
}

function looked(
  state: AcrossState,
  group: GroupAcross | null,
  { now, by }: AcrossCircumstances,
): readonly [AcrossState, AcrossEffect | null] {
  if (state.asking !== null || now < state.restsUntil) return [state, null];
  if (group?.isWhole !== true) return withdrawn(state, now);
  const { taken } = state;
  const areHeld = taken !== null && [...group.addressees.keys()].every((place) => taken.addressees.has(place));
  const held = { ...state, heldSince: areHeld ? state.heldSince : null };
  const turn = turnNow(held, group, now);
  const telling = { by, turn: turn?.run ?? null, runs: group.runs };
  const next = { ...held, turn };
  const isKnown = areHeld && taken.telling.turn === telling.turn;
  if (isKnown && now - taken.at < tellEvery) return [next, null];
  const asking = { telling, addressees: group.addressees, at: now };
  return [{ ...next, asking }, effectFor(asking)];
}

function effectFor({ telling, addressees }: Told): AcrossEffect {
  return { telling, to: [...addressees.values()] };
}

function withdrawal(told: Told): AcrossEffect {
  return effectFor({ ...told, telling: { ...told.telling, turn: null, runs: [] } });
}

/** A turn ends when it was used, is not needed any more, or was not used in time. */
function turnNow(state: AcrossState, group: GroupAcross, now: number): AcrossState['turn'] {
  const run = nextTurn(group);
  if (state.turn !== null) return state.turn.run === run && now - state.turn.since < turnLimit ? state.turn : null;
  const isHeld = state.heldSince !== null && now - state.heldSince >= settling;
  return isHeld && now >= state.noTurnBefore && run !== null ? { run, since: now } : null;
}

function answered(
  state: AcrossState,
  isTaken: boolean,
  { now, spread }: AcrossCircumstances,
): readonly [AcrossState, AcrossEffect | null] {
  const { asking, taken } = state;
  if (asking === null) return [state, null];
  if (!isTaken) {
    const rest = { noTurnBefore: now + tellingCounts, restsUntil: now + restAtLeast * (1 + spread) };
    return [{ ...newAcross, ...rest }, withdrawal(asking)];
  }
  const hasEnded = (taken?.telling.turn ?? null) !== null && asking.telling.turn === null;
  return [
    {
      ...state,
      asking: null,
      taken: asking,
      heldSince: state.heldSince ?? now,
      noTurnBefore: hasEnded ? Math.max(state.noTurnBefore, now + settling) : state.noTurnBefore,
    },
    null,
  ];
}

/** What was told does not count any more; where it could not be taken back it does so for its time. */
function withdrawn(state: AcrossState, now: number): readonly [AcrossState, AcrossEffect | null] {
  const { taken, turn } = state;
  if (taken === null) return [state, null];
  const noTurnBefore = turn === null ? state.noTurnBefore : now + tellingCounts;
  return [{ ...newAcross, noTurnBefore }, withdrawal(taken)];
}

/** Seconds between two tellings, where the turn is as before. */
const tellEvery = tellingCounts / 3;

/** Seconds in which what a keeper has decided is heard of: what lives is looked at every ten (`livenessEvery`). */
const settling = 15;

/** Seconds for which a run has the turn: keepers look at their group every ten. */
const turnLimit = 60;

const restAtLeast = 60;
