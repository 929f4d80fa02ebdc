import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { bootInstant } from '../processes/startInstant.ts';
import { whereIs } from '../processes/recorded.ts';
import type { RunRecord } from './runRecord.ts';
import { timesPath } from './times.ts';

/**
 * Why nothing can be known here of whether a training still runs, as a sentence; null where it can. Such a training is
 * never said to have ended, adopted, signalled or removed.
 */
export function whyUnknown(record: Pick<RunRecord, 'id' | 'log' | 'machine'>): string | null {
  const host = record.machine?.host ?? 'another machine';
  const where = whereIs(record);
  switch (where) {
    case 'here':
      return null;
    case 'elsewhere':
      return `Whether ${record.id} still runs is not known here: it was started on ${host}, on another machine than this one or in another container, so attach to it, stop it and remove it from there.`;
    case 'earlier-boot':
      return isWrittenSinceBoot(record)
        ? `Whether ${record.id} still runs is not known here: it was started on ${host} before this machine was, and is written still, perhaps by a machine that was cloned from the same image; stop it and remove it from there.`
        : null;
    default:
      return where satisfies never;
  }
}

/** No process of an earlier boot can have written since this one began. */
function isWrittenSinceBoot({ log }: Pick<RunRecord, 'log'>): boolean {
  const boot = bootInstant();
  return [log, timesPath(dirname(log))].some((path) => {
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    return written !== undefined && (boot === null || written / 1000 > boot);
  });
}
