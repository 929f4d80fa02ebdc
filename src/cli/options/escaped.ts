import { dirname } from 'node:path';
import { connect } from './connect.ts';
import { escapedFrom } from '../../processes/proc/escaped.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { currentRecord } from '../../runs/runs.ts';

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
