import { dirname } from 'node:path';
import { escapedFrom } from '../processes/proc/escaped.ts';
import { tightDisk } from '../runs/disk/reserve.ts';
import { escapedNote } from '../runs/escapedNote.ts';
import { readRecord, type RunRecord } from '../runs/runRecord.ts';
import type { LookForTroubles, Trouble } from '../ui/state/facts/troubles.ts';

/** Seconds between two looks at what got away from a training: at the environment of every process. */
const escapedLookEvery = 30;

/** Returns the way to look at what is wrong with a run beside what its log says. */
export function troublesOf({ log }: Pick<RunRecord, 'log'>): LookForTroubles {
  const directory = dirname(log);
  let lookedAt = Number.NEGATIVE_INFINITY;
  let escaped: readonly Trouble[] = [];
  return () => {
    if (performance.now() >= lookedAt + escapedLookEvery * 1000) {
      lookedAt = performance.now();
      escaped = escapedTroubles(directory);
    }
    return [...diskTroubles(directory), ...escaped];
  };
}

function diskTroubles(directory: string): readonly Trouble[] {
  const disk = tightDisk(directory);
  if (disk === null) return [];
  return [{ kind: disk.hasReserve ? 'disk' : 'full-disk', brief: `disk ${disk.percent}% full`, text: disk.text }];
}

function escapedTroubles(directory: string): readonly Trouble[] {
  try {
    const record = readRecord(directory);
    const text = escapedNote(record);
    return text === null ? [] : [{ kind: 'escaped', brief: `${escapedFrom(record).length} got away`, text }];
  } catch {
    // Its record is gone or damaged.
    return [];
  }
}
