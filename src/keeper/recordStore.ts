import { existsSync } from 'node:fs';
import type { AuditEvent } from '../runs/audit.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { rewriteEvery } from './defaults.ts';
import { filesIn } from '../runs/runDirectory.ts';
import { writeRecord } from '../runs/runRecord.ts';
import { systemErrorMessage } from '../words/errors.ts';

/** The record of a run in the hands of its keeper. */
export interface RecordStore {
  readonly current: () => RunRecord;
  /** Changes the record, in memory at once and on disk as soon as the disk takes it. */
  readonly change: (changes: Partial<RunRecord>) => void;
  /** Everything is on disk. */
  readonly isWritten: () => boolean;
  /** Leaves what is not on disk yet to whoever changes the record from now on. */
  readonly close: () => void;
}

/**
 * Keeps the record of a run written: what a full disk refuses is tried again until there is room, and `onWritten` told
 * then.
 */
export function openRecordStore(
  directory: string,
  initial: RunRecord,
  audit: (event: AuditEvent) => void,
  onWritten: () => void,
): RecordStore {
  let record = initial;
  let retry: NodeJS.Timeout | null = null;

  const write = (): void => {
    try {
      writeRecord(directory, record);
    } catch (error) {
      // Somebody removed the run: there is nothing to wait for.
      if (!existsSync(directory)) {
        clearInterval(retry ?? undefined);
        retry = null;
        onWritten();
        return;
      }

      if (retry === null) {
        audit({ event: 'unwritten', file: filesIn(directory).record, problem: systemErrorMessage(error) });
        retry = setInterval(write, rewriteEvery * 1000);
      }

      return;
    }

    if (retry !== null) {
      clearInterval(retry);
      retry = null;
      onWritten();
    }
  };

  return {
    current: () => record,
    change: (changes) => {
      record = { ...record, ...changes };
      write();
    },
    isWritten: () => retry === null,
    close: () => {
      clearInterval(retry ?? undefined);
      retry = null;
    },
  };
}
