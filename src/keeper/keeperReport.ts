import type { RunRecord } from '../runs/runRecord.ts';

/**
 * What a new keeper says, in one line on its standard output, to the one who started it: the record as it stands, and
 * why it does not keep, as a sentence. (Node would hand any further descriptor down to the trainer; the first three are
 * replaced there.)
 */
export interface KeeperReport {
  readonly record: RunRecord | null;
  readonly problem: string | null;
}
