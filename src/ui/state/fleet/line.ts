import type { FleetHost } from '../../../fleet/fleetHost.ts';
import type { Member } from '../../../fleet/member.ts';

/** One line of the list of trainings. The id of a member is its key. */
export type ListLine =
  | { readonly kind: 'member'; readonly id: string; readonly member: Member; readonly isIndented: boolean }
  | GroupLine
  | { readonly kind: 'host'; readonly id: string; readonly host: FleetHost };

/** A group: above its members, or, where the list is not grouped, below all of them. */
export interface GroupLine {
  readonly kind: 'group';
  readonly id: string;
  readonly name: string;
  /** Whether they are folds of one cross-validation: their mean is the answer, not the best of them. */
  readonly areFolds: boolean;
  /** Those of its members that the filter leaves, in the order of the list. */
  readonly members: readonly Member[];
  readonly isFolded: boolean;
}
