import type { MemberRequest } from '../../../fleet/request.ts';
import type { FleetCommand } from '../keys/fleet/fleetKey.ts';
import { type FleetState, type FleetStopChoice, targetMembers } from './fleetState.ts';
import { requestOf } from './targets.ts';

/** The choices of the stop dialog, in the order in which they are shown and the arrow keys move. */
export function fleetStopChoices(state: FleetState): readonly {
  readonly choice: FleetStopChoice;
  readonly key: string;
  readonly label: string;
  readonly short: string;
}[] {
  const isPlanned = targetMembers(state).some(({ armed }) => armed !== null);
  return [
    { choice: 'cancel', key: 'n', label: 'cancel, let it train', short: 'no' },
    { choice: 'checkpoint', key: 'c', label: 'after its next save, then SIGINT, then SIGTERM', short: 'SAVE' },
    { choice: 'SIGINT', key: 'i', label: 'SIGINT now', short: 'INT' },
    { choice: 'SIGTERM', key: 't', label: 'SIGINT now, then SIGTERM', short: 'TERM' },
    ...(isPlanned ? [{ choice: 'off', key: 'u', label: 'call the planned stop off', short: 'OFF' } as const] : []),
  ];
}

/** Has the targets stopped as the key of a choice says; null for a key that is none of them now. */
export function takeStopKey(state: FleetState, key: string): FleetCommand | null {
  const found = fleetStopChoices(state).find((each) => each.key === key);
  return found === undefined ? null : takeStop(state, found.choice);
}

/** Has the targets stopped as was chosen; closes the dialog where nothing was. */
export function takeStop(state: FleetState, choice: FleetStopChoice): FleetCommand {
  const request = stopRequest(choice);
  return request === null ? { type: 'back' } : requestOf(state, request);
}

function stopRequest(choice: FleetStopChoice): MemberRequest | null {
  switch (choice) {
    case 'cancel':
      return null;
    case 'checkpoint':
      return { ask: 'stop', plan: { when: 'checkpoint' } };
    case 'SIGINT':
    case 'SIGTERM':
      return { ask: 'stop', plan: { when: 'now', strongest: choice } };
    case 'off':
      return { ask: 'cancel' };
    default:
      return choice satisfies never;
  }
}

/** Goes on to the choice after, or before, the present one. */
export function chooseNext(state: FleetState, by: number): FleetCommand {
  const choices = fleetStopChoices(state).map(({ choice }) => choice);
  const at = Math.max(0, choices.indexOf(state.choice));
  return { type: 'choose', choice: choices[(at + by + choices.length) % choices.length] ?? 'cancel' };
}
