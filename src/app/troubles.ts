import { dirname } from 'node:path';
import { tightDisk } from '../runs/disk/reserve.ts';
import { escapedNote, escapedOf } from '../runs/escapedNote.ts';
import { readRecord, type RunRecord } from '../runs/runRecord.ts';
import type { LookForTroubles, Trouble } from '../ui/state/facts/troubles.ts';
import { escapedLookEvery, seldom } from './seldom.ts';

/** Returns the way to look at what is wrong with a run beside what its log says. */
export function troublesOf({ log }: Pick<RunRecord, 'log'>): LookForTroubles {
  const directory = dirname(log);
  const escaped = seldom(escapedLookEvery, escapedTroubles);
  return () => [...diskTroubles(directory), ...escaped(directory)];
}

function diskTroubles(directory: string): readonly Trouble[] {
  const disk = tightDisk(directory);
  if (disk === null) return [];
  return [{ kind: disk.hasReserve ? 'disk' : 'full-disk', brief: `disk ${disk.percent}% full`, text: disk.text }];
}

function escapedTroubles(directory: string): readonly Trouble[] {
  try {
    const record = readRecord(directory);
    const escaped = escapedOf(record);
    const text = escapedNote(record, escaped);
    return text === null ? [] : [{ kind: 'escaped', brief: `${escaped.length} got away`, text }];
  } catch {
    // Its record is gone or damaged.
    return [];
  }
}
