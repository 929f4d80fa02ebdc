import { dirname } from 'node:path';
import { connect } from './connect.ts';
import { escapedFrom } from '../../processes/proc/escaped.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { currentRecord } from '../../runs/runs.ts';
import { singleLine } from '../../words/harmless.ts';

/** Makes what got away from a training a part of it. Returns the record that says so. Throws as `connect`. */
export async function withEscaped(record: RunRecord, by: string): Promise<RunRecord> {
  if (escapedFrom(record).length === 0) return record;
  const control = await connect(record, by);
  try {
    await control.target({ escaped: true });
  } finally {
    control.close();
  }
  return currentRecord(dirname(record.log));
}

/** What got away from a training, and how to stop that too, as a sentence; null where nothing did. */
export function escapedNote(record: RunRecord): string | null {
  const escaped = escapedFrom(record);
  if (escaped.length === 0) return null;
  const named = escaped.slice(0, maxNamed).map(({ pid, command }) => `${pid} (${singleLine(command).slice(0, 60)})`);
  const more = escaped.length > maxNamed ? ` and ${escaped.length - maxNamed} more` : '';
  const what =
    escaped.length === 1 ? 'A process that it started got' : `${escaped.length} processes that it started got`;
  return `${what} away from it and ${escaped.length === 1 ? 'runs' : 'run'} on: ${named.join(', ')}${more}. Stop that too with: plateau stop --escaped ${record.id}`;
}

/** More would fill a screen. */
const maxNamed = 8;
