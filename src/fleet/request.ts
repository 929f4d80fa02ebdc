import type { Description } from '../runs/description.ts';
import type { GroupUpdate } from '../runs/group/groupUpdate.ts';
import type { StopPlan } from '../stopping/control.ts';

/** What can be asked of a member. Its keeper carries it out, once, or, where none lives, whoever holds its record. */
export type MemberRequest =
  | { readonly ask: 'stop'; readonly plan: StopPlan }
  | { readonly ask: 'cancel' | 'pause' | 'resume' }
  | { readonly ask: 'describe'; readonly changes: Description }
  /** Its log and its record are removed; weights are kept. */
  | { readonly ask: 'remove' };

/** Stores an update of a group on a machine. It may be addressed to any run of the group there. */
export interface GroupUpdateRequest {
  readonly ask: 'update-group';
  readonly update: GroupUpdate;
}

/** What can be asked of a source. */
export type FleetRequest = MemberRequest | GroupUpdateRequest;

/**
 * What became of a request. `refused`: it was not done, and why, as a sentence. `unknown`: the line broke before the
 * answer came, so that it may have been done or not; `later` tells as soon as that is known, and never rejects.
 */
export type Reply =
  | { readonly state: 'done' }
  | { readonly state: 'refused'; readonly problem: string }
  | { readonly state: 'unknown'; readonly problem: string; readonly later: Promise<SettledReply> };

export type SettledReply = Exclude<Reply, { state: 'unknown' }>;
