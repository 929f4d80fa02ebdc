import type { RunToPass } from '../../advisor/facts.ts';
import { dataOf } from '../../runs/group/groupOf.ts';
import type { RunReader } from '../../runs/group/runReader.ts';
import { earlierRuns } from '../../runs/linked/earlierRuns.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { readStatus } from '../../runs/statusFile.ts';

/**
 * The best of the runs that had ended before this one began, on the same data set and by the same figure, those that it
 * goes on from left out; null where the data is not known, or there is none.
 */
export function pastBest(self: RunRecord, metric: string, reader: RunReader): RunToPass | null {
  const data = dataOf(self);
  if (data === null) return null;
  const own = new Set([self.id, ...earlierRuns(self).map(({ record }) => record.id)]);
  const isPast = (record: RunRecord): boolean =>
    !own.has(record.id) && record.exit !== null && record.exit.time <= self.startedAt && dataOf(record) === data;
  return reader.find(isPast).reduce<RunToPass | null>((best, record) => {
    const figure = readStatus(record)?.metric;
    const value = figure?.name === metric ? (figure.best?.value ?? null) : null;
    return value !== null && value > (best?.best ?? 0) ? { name: record.name, best: value } : best;
  }, null);
}
