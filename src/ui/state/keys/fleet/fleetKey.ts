import type { Member } from '../../../../fleet/member.ts';
import type { MemberRequest } from '../../../../fleet/request.ts';
import type { FleetAction, FleetLayer, FleetView } from '../../fleet/fleetState.ts';
import type { KeyHelp } from '../keyBinding.ts';

/** What a key of the list asks for: a change of its state, or something that only the owner of the terminal can do. */
export type FleetCommand =
  | FleetAction
  | { readonly type: 'show'; readonly member: Member }
  | { readonly type: 'request'; readonly asks: readonly AskOf[] }
  | { readonly type: 'scrollLayer'; readonly key: string }
  | { readonly type: 'close' }
  | { readonly type: 'repaint' }
  | { readonly type: 'suspend' };

/** What is asked of one member. */
export interface AskOf {
  readonly member: Member;
  readonly request: MemberRequest;
}

/** Where a key applies. `filter`: printable characters are text. */
export type FleetContext = 'list' | 'filter' | FleetLayer;

/** One row of the table of the list's keys. The help and the hints are made from it. */
export interface FleetKey extends KeyHelp {
  /** As `keyName` names them. */
  readonly keys: readonly string[];
  readonly contexts: readonly FleetContext[];
  /** May touch a training or its record: not available on a read-only list. */
  readonly touches?: true;
  /** Returns what the key does now; null for nothing. */
  readonly act: (view: FleetView, key: string) => FleetCommand | null;
}

/** Layers in which a text is typed. */
export const typedLayers: readonly FleetLayer[] = ['rename', 'tag', 'note'];

/** Layers in which letters are keys. */
export const readLayers: readonly FleetLayer[] = [
  'help',
  'stop',
  'pause',
  'resume',
  'remove',
  'compare',
  'overlay',
  'hosts',
];

export const everywhere: readonly FleetContext[] = ['list', 'filter', ...readLayers, ...typedLayers];
