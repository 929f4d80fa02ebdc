import { statSync } from 'node:fs';
import packageJson from '../../package.json' with { type: 'json' };
import type { RunRecord } from '../runs/runRecord.ts';

/** What a story was read from. As long as it is the same, the log need not be read again. */
export interface Imprint {
  /** Bytes of the log; -1 when there is none. */
  readonly size: number;
  /** When it was written last, in milliseconds as the file system tells. */
  readonly modified: number;
  /** All else that the story depends on, as JSON: the version of the readers, and what the record says of the training. */
  readonly readAs: string;
}

const { version } = packageJson;

/** The imprint of a training's log as it is now. */
export function imprintOf(record: RunRecord): Imprint {
  const { log, trainer = null, command, cwd, advice = null, state, exit, pauses = [], name, startedAt } = record;
  const stats = statSync(log, { throwIfNoEntry: false });
  return {
    size: stats?.size ?? -1,
    modified: stats?.mtimeMs ?? 0,
    readAs: JSON.stringify({ version, trainer, command, cwd, advice, state, exit, pauses, name, startedAt }),
  };
}

export function sameImprint(one: Imprint, other: Imprint): boolean {
  return one.size === other.size && one.modified === other.modified && one.readAs === other.readAs;
}
