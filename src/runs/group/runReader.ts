import { statSync } from 'node:fs';
import { filesIn, runFiles, runIds } from '../runDirectory.ts';
import { presentRecord } from '../runs.ts';
import { readRecord, type RunRecord } from '../runRecord.ts';

/** The records of all runs, of which only those are read again that have changed. */
export interface RunReader {
  /** The runs that a test of their records finds, as they are now. A record that cannot be read is left out. */
  readonly find: (isWanted: (record: RunRecord) => boolean) => readonly RunRecord[];
}

export function createRunReader(): RunReader {
  let known = new Map<string, { readonly modified: number; readonly record: RunRecord | null }>();

  const recordOf = (id: string): RunRecord | null => {
    const { directory } = runFiles(id);
    const modified = statSync(filesIn(directory).record, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const before = known.get(id);
    if (before?.modified === modified) return before.record;
    const record = readOrNull(directory);
    known.set(id, { modified, record });
    return record;
  };

  return {
    find(isWanted) {
      const ids = runIds();
      if (known.size > ids.length) known = new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id)!]] : [])));
      return ids.flatMap((id) => {
        const record = recordOf(id);
        return record !== null && isWanted(record) ? [presentRecord(runFiles(id).directory, record)] : [];
      });
    },
  };
}

function readOrNull(directory: string): RunRecord | null {
  try {
    return readRecord(directory);
  } catch {
    return null;
  }
}
