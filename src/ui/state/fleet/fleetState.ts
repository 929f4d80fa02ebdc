import type { Fleet } from '../../../fleet/fleet.ts';
import type { FleetHost } from '../../../fleet/fleetHost.ts';
import type { Member } from '../../../fleet/member.ts';
import type { MemberRequest } from '../../../fleet/request.ts';
import type { Characters } from '../../../words/characters.ts';
import type { MetricUnit } from '../../../words/metric.ts';
import type { ListLine } from './line.ts';
import type { SortColumn } from './sorting.ts';

/** What lies over the list. Only one at a time; Esc closes it. */
export type FleetLayer =
  | 'help'
  | 'stop'
  | 'pause'
  | 'resume'
  | 'remove'
  | 'rename'
  | 'tag'
  | 'note'
  | 'compare'
  | 'overlay'
  | 'hosts';

/** What was asked of a member, until it is known what became of it. */
export interface AskedOf {
  readonly ask: MemberRequest['ask'];
  /** `unknown`: the line broke before the answer came. */
  readonly state: 'asked' | 'unknown';
}

/** A choice of the stop dialog. `off`: call the planned stop off. */
export type FleetStopChoice = 'cancel' | 'checkpoint' | 'SIGINT' | 'SIGTERM' | 'off';

/** The list of trainings and what lies over it. Changed by `reduceFleet` alone. */
export interface FleetState {
  readonly columns: number;
  readonly rows: number;
  /** Who needs somebody first. */
  readonly members: ReturnType<Fleet['members']>;
  readonly hosts: readonly FleetHost[];
  /** Epoch seconds, as of the last change: nothing on the screen counts seconds. */
  readonly now: number;
  readonly sort: SortColumn;
  readonly isReversed: boolean;
  readonly isGrouped: boolean;
  /** The ids of the groups whose members are hidden. */
  readonly folded: ReadonlySet<string>;
  readonly filter: string;
  /** The filter being typed; null while none is. */
  readonly typing: string | null;
  /** The keys of the marked members. */
  readonly marked: ReadonlySet<string>;
  /** The lines as all of this makes them. */
  readonly lines: readonly ListLine[];
  /** How many members the filter leaves, and how many of all need somebody. */
  readonly shown: number;
  readonly needing: number;
  /** The id of the line at the cursor; null until somebody moves it: it stays on the first line till then. */
  readonly cursor: string | null;
  /** Where that line is, and which line is the first in view. */
  readonly at: number;
  readonly top: number;
  readonly layer: FleetLayer | null;
  /** The first visible row of the layer. */
  readonly layerScroll: number;
  readonly helpFilter: string;
  /** The keys of the members that the open layer is about: they stay, whatever is marked or moves meanwhile. */
  readonly targets: readonly string[];
  readonly choice: FleetStopChoice;
  /** What is typed into a dialog. */
  readonly entry: string;
  /** What was asked of members, by their keys. */
  readonly asked: ReadonlyMap<string, AskedOf>;
  readonly notice: string | null;
}

export type FleetAction =
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | {
      readonly type: 'told';
      readonly members: FleetState['members'];
      readonly hosts: FleetState['hosts'];
      readonly now: number;
    }
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'mark'; readonly key: string }
  | { readonly type: 'sort'; readonly by: number }
  | { readonly type: 'reverse' }
  | { readonly type: 'group' }
  | { readonly type: 'fold'; readonly id: string; readonly isFolded: boolean }
  | { readonly type: 'type'; readonly text: string | null }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'open'; readonly layer: FleetLayer; readonly targets?: readonly string[]; readonly entry?: string }
  | { readonly type: 'scroll'; readonly by: number; readonly max: number }
  | { readonly type: 'choose'; readonly choice: FleetStopChoice }
  | { readonly type: 'entry'; readonly text: string }
  | { readonly type: 'back' }
  | { readonly type: 'asked'; readonly keys: readonly string[]; readonly ask: MemberRequest['ask'] }
  | {
      readonly type: 'answered';
      readonly key: string;
      readonly isKnown: boolean;
      readonly ask: MemberRequest['ask'];
      readonly said: string | null;
    }
  | { readonly type: 'notice'; readonly text: string | null };

/** What stays the same while the list is open. */
export interface FleetSettings {
  readonly characters: Characters;
  readonly mapUnit: MetricUnit;
  /** No key can touch a training. */
  readonly readonly: boolean;
}

/** The list, and how it is to be drawn. */
export interface FleetView {
  readonly state: FleetState;
  readonly settings: FleetSettings;
}

export function createFleetState(columns: number, rows: number): FleetState {
  return {
    columns,
    rows,
    members: [],
    hosts: [],
    now: 0,
    sort: 'needs you',
    isReversed: false,
    isGrouped: false,
    folded: new Set(),
    filter: '',
    typing: null,
    marked: new Set(),
    lines: [],
    shown: 0,
    needing: 0,
    cursor: null,
    at: 0,
    top: 0,
    layer: null,
    layerScroll: 0,
    helpFilter: '',
    targets: [],
    choice: 'cancel',
    entry: '',
    asked: new Map(),
    notice: null,
  };
}

/** The members that the open layer is about, as they are now. */
export function targetMembers({ members, targets }: FleetState): readonly Member[] {
  const wanted = new Set(targets);
  return members.filter(({ key }) => wanted.has(key));
}
