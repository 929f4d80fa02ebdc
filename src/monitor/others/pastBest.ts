import type { RunToPass } from '../../advisor/facts.ts';
import { dataOf } from '../../runs/group/groupOf.ts';
import type { RunReader } from '../../runs/group/runReader.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { readStatus } from '../../runs/statusFile.ts';

/**
 * The best of the runs that had ended before this one began, on the same data set and by the same figure; null where
 * the data is not known, or there is none.
 */
export function pastBest(self: RunRecord, metric: string, reader: RunReader): RunToPass | null {
  const data = dataOf(self);
  if (data === null) return null;
  const isPast = (record: RunRecord): boolean =>
    record.id !== self.id && record.exit !== null && record.exit.time <= self.startedAt && dataOf(record) === data;
  return reader.find(isPast).reduce<RunToPass | null>((best, record) => {
    const figure = readStatus(record)?.metric;
    const value = figure?.name === metric ? (figure.best?.value ?? null) : null;
    return value !== null && value > (best?.best ?? 0) ? { name: record.name, best: value } : best;
  }, null);
}
