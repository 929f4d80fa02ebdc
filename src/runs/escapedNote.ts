import { escapedFrom, markedRuns } from '../processes/proc/escaped.ts';
import type { ProcessFacts } from '../processes/processFacts.ts';
import { isHere } from '../processes/recorded.ts';
import { singleLine } from '../words/harmless.ts';
import type { RunRecord } from './runRecord.ts';

/**
 * What got away from a training. Of one that is still starting it is not written down yet which processes are its own.
 */
export function escapedOf(record: RunRecord): readonly ProcessFacts[] {
  return record.state === 'starting' ? [] : escapedFrom(record);
}

/**
 * Says what got away from a training, and how to stop that too, as a sentence; null where nothing did. `escaped`: where
 * that has been looked for already.
 */
export function escapedNote(record: RunRecord, escaped = escapedOf(record)): string | null {
  if (escaped.length === 0) return null;
  const named = escaped.slice(0, maxNamed).map(({ pid, command }) => `${pid} (${singleLine(command).slice(0, 60)})`);
  const more = escaped.length > maxNamed ? ` and ${escaped.length - maxNamed} more` : '';
  const what =
    escaped.length === 1 ? 'A process that it started got' : `${escaped.length} processes that it started got`;
  return `${what} away from it and ${escaped.length === 1 ? 'runs' : 'run'} on: ${named.join(', ')}${more}. Stop that too with: plateau stop --escaped ${record.id}`;
}

/** More would fill a screen. */
const maxNamed = 8;

/** What got away from some runs, or was left of them, as `escapedNote` says it, by their ids. */
export function escapedNotes(records: readonly RunRecord[]): ReadonlyMap<string, string> {
  const marked = markedRuns();
  return new Map(
    records.flatMap((record) => {
      const note = marked.has(record.id) ? escapedNote(record) : null;
      return note === null ? [] : [[record.id, note]];
    }),
  );
}

/**
 * What a list has to say of its runs beside their state, by their ids: what is wrong with one that runs here, and what
 * got away from it or was left of it (`escaped`).
 */
export function listedTroubles(
  records: readonly RunRecord[],
  escaped = escapedNotes(records),
): ReadonlyMap<string, string> {
  return new Map(
    records.flatMap((record) => {
      const problem = record.state === 'running' && isHere(record) ? record.problem : null;
      const troubles = [problem, escaped.get(record.id) ?? null].filter((trouble) => trouble !== null);
      return troubles.length === 0 ? [] : [[record.id, troubles.join(' ')]];
    }),
  );
}
