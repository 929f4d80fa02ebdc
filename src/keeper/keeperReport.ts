import type { RunRecord } from './control.ts';

/** Number of the file descriptor on which a new keeper says, in one line, whether it keeps. */
export const reportDescriptor = 3;

/** What a new keeper says to the one who started it: the record as it stands, and why it does not keep, as a sentence. */
export interface KeeperReport {
  readonly record: RunRecord | null;
  readonly problem: string | null;
}
