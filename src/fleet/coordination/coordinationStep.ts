import { type GroupUpdate, groupUpdateLifetime } from '../../runs/group/groupUpdate.ts';
import { type DistributedGroup, nextTurn } from './distributedGroup.ts';

/**
 * How a list coordinates the keepers of a distributed group. Each machine accepts one list only (`writeGroupUpdate`),
 * and at most one run of the group at a time has the turn to decide. So no two runs can stop that would leave fewer
 * than have to go on. All instants are seconds of one monotonic clock.
 */
export interface CoordinationState {
  /** The update that was sent and is not acknowledged yet. */
  readonly pending: SentUpdate | null;
  /** The last update that every machine has accepted. */
  readonly accepted: SentUpdate | null;
  /** Since when every machine accepts this list. */
  readonly acceptedSince: number | null;
  readonly turn: { readonly run: string; readonly since: number } | null;
  /** No run gets the turn before this instant. */
  readonly noTurnBefore: number;
  /** After a machine refused or did not answer, nothing is sent before this instant. */
  readonly retryAt: number;
}

interface SentUpdate extends Pick<DistributedGroup, 'recipients'> {
  readonly update: GroupUpdate;
  readonly at: number;
}

export type CoordinationEvent =
  /** `group`: as it is now; null when it is not distributed any more. */
  | { readonly type: 'polled'; readonly group: DistributedGroup | null }
  /** `accepted`: whether every machine has accepted the pending update. */
  | { readonly type: 'acknowledged'; readonly accepted: boolean };

/** An update to send to a run on each machine. Without runs it withdraws the last one, and needs no answer. */
export interface CoordinationEffect {
  readonly update: GroupUpdate;
  readonly recipients: readonly string[];
}

export interface CoordinationContext {
  readonly now: number;
  /** Identifies the list. */
  readonly list: string;
  /** 0..1, different for each list, so that two lists that were refused do not retry at the same time. */
  readonly jitter: number;
}

export const newCoordination: CoordinationState = {
  pending: null,
  accepted: null,
  acceptedSince: null,
  turn: null,
  noTurnBefore: 0,
  retryAt: 0,
};

/** Pure. */
export function coordinationStep(
  state: CoordinationState,
  event: CoordinationEvent,
  context: CoordinationContext,
): readonly [CoordinationState, CoordinationEffect | null] {
  return event.type === 'polled' ? poll(state, event.group, context) : acknowledge(state, event.accepted, context);
}

function poll(
  state: CoordinationState,
  group: DistributedGroup | null,
  { now, list }: CoordinationContext,
): readonly [CoordinationState, CoordinationEffect | null] {
  if (state.pending !== null || now < state.retryAt) return [state, null];
  if (group?.isReachable !== true) return withdraw(state, now);
  const { accepted } = state;
  const isAccepted =
    accepted !== null && [...group.recipients.keys()].every((machine) => accepted.recipients.has(machine));
  const current = { ...state, acceptedSince: isAccepted ? state.acceptedSince : null };
  const turn = currentTurn(current, group, now);
  const update = { list, turn: turn?.run ?? null, runs: group.runs };
  const next = { ...current, turn };
  const isSameTurn = isAccepted && accepted.update.turn === update.turn;
  if (isSameTurn && now - accepted.at < updateInterval) return [next, null];
  const pending = { update, recipients: group.recipients, at: now };
  return [{ ...next, pending }, effectOf(pending)];
}

/** A turn ends when it was used, is not needed any more, or was not used in time. */
function currentTurn(state: CoordinationState, group: DistributedGroup, now: number): CoordinationState['turn'] {
  const run = nextTurn(group);
  if (state.turn !== null) return state.turn.run === run && now - state.turn.since < turnLimit ? state.turn : null;
  const isSettled = state.acceptedSince !== null && now - state.acceptedSince >= settleTime;
  return isSettled && now >= state.noTurnBefore && run !== null ? { run, since: now } : null;
}

function acknowledge(
  state: CoordinationState,
  isAccepted: boolean,
  { now, jitter }: CoordinationContext,
): readonly [CoordinationState, CoordinationEffect | null] {
  const { pending, accepted } = state;
  if (pending === null) return [state, null];
  if (!isAccepted) {
    const waits = { noTurnBefore: now + groupUpdateLifetime, retryAt: now + minRetryDelay * (1 + jitter) };
    return [{ ...newCoordination, ...waits }, withdrawalOf(pending)];
  }
  const hasTurnEnded = (accepted?.update.turn ?? null) !== null && pending.update.turn === null;
  return [
    {
      ...state,
      pending: null,
      accepted: pending,
      acceptedSince: state.acceptedSince ?? now,
      noTurnBefore: hasTurnEnded ? Math.max(state.noTurnBefore, now + settleTime) : state.noTurnBefore,
    },
    null,
  ];
}

/** Withdraws the last update. Where the withdrawal does not arrive, that one stays valid until it expires. */
function withdraw(state: CoordinationState, now: number): readonly [CoordinationState, CoordinationEffect | null] {
  const { accepted, turn } = state;
  if (accepted === null) return [state, null];
  const noTurnBefore = turn === null ? state.noTurnBefore : now + groupUpdateLifetime;
  return [{ ...newCoordination, noTurnBefore }, withdrawalOf(accepted)];
}

function effectOf({ update, recipients }: SentUpdate): CoordinationEffect {
  return { update, recipients: [...recipients.values()] };
}

function withdrawalOf(sent: SentUpdate): CoordinationEffect {
  return effectOf({ ...sent, update: { ...sent.update, turn: null, runs: [] } });
}

/** Seconds between two updates, as long as the turn does not change. */
const updateInterval = groupUpdateLifetime / 3;

/** Seconds within which a list hears what a keeper has decided: live runs are polled every ten (`livenessEvery`). */
const settleTime = 15;

/** Seconds for which a run has the turn: keepers look at their group every ten. */
const turnLimit = 60;

/** Seconds until a list that was refused tries again, at least. */
const minRetryDelay = 60;
