import { fileSource } from '../log/files/fileSource.ts';
import type { LogSource } from '../log/logSource.ts';
import type { RunRecord } from './runRecord.ts';

/** The log of a run. */
export function runSource({ log }: Pick<RunRecord, 'log'>): LogSource {
  return fileSource(log);
}
