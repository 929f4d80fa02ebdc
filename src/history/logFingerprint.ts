import { statSync } from 'node:fs';
import packageJson from '../../package.json' with { type: 'json' };
import type { RunRecord } from '../runs/runRecord.ts';

/** What a details was read from. As long as it is the same, the log need not be read again. */
export interface LogFingerprint {
  /** Bytes of the log; -1 when there is none. */
  readonly size: number;
  /** When it was written last, in milliseconds as the file system tells. */
  readonly modified: number;
  /**
   * All else that the details depends on, as JSON: the version of the readers, and what the record says of the
   * training.
   */
  readonly readAs: string;
}

const { version } = packageJson;

/** The fingerprint of a training's log as it is now. */
export function logFingerprint(record: RunRecord): LogFingerprint {
  const { log, trainer = null, command, cwd, advice = null, state, exit, pauses = [], name, startedAt } = record;
  const { continues = null } = record;
  const stats = statSync(log, { throwIfNoEntry: false });
  return {
    size: stats?.size ?? -1,
    modified: stats?.mtimeMs ?? 0,
    readAs: JSON.stringify({ version, trainer, command, cwd, advice, state, exit, pauses, name, startedAt, continues }),
  };
}

export function isSameLog(one: LogFingerprint, other: LogFingerprint): boolean {
  return one.size === other.size && one.modified === other.modified && one.readAs === other.readAs;
}
