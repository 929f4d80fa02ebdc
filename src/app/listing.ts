import { openHistory } from '../history/history.ts';
import { keptStatus } from '../history/runStatus.ts';
import { readAndRemember, ifFresh } from '../history/recallDetails.ts';
import type { RunSummary } from '../history/runDetails.ts';
import { runClock } from '../runs/runClock.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { reviveKeepers } from '../keeper/reviveKeeper.ts';
import { escapedNotes, listedTroubles } from '../runs/escapedNote.ts';
import { listRuns } from '../runs/runs.ts';
import { outcomeText } from '../history/outcome.ts';
import { bestText, progressText } from '../report/runsTable.ts';
import type { ListedEntry } from '../ui/state/runList.ts';
import { duration } from '../words/duration.ts';
import { escapedLookEvery, seldom } from './seldom.ts';

/**
 * The trainings for a list that is there at once, however long their logs are: first with what their keepers wrote and
 * what the history remembers. What nobody has read yet is read in the background, one log after the other.
 */
export interface Listing {
  /** The trainings as they are now, newest first. */
  readonly entries: () => Promise<readonly ListedEntry[]>;
  /** Leaves off reading. */
  readonly close: () => Promise<void>;
}

export function openListing(): Listing {
  // What is wrong with the history is said by `plateau runs`, not over a list.
  const history = openHistory(() => {});
  const closing = new AbortController();
  const begun = new Set<string>();
  const escaped = seldom(escapedLookEvery, escapedNotes);
  let reading: Promise<void> | null = null;

  const readAll = async (records: readonly RunRecord[]): Promise<void> => {
    for (const record of records) {
      if (closing.signal.aborted) break;
      begun.add(record.id);
      await readAndRemember(record, history, closing.signal);
    }
    reading = null;
  };

  return {
    async entries() {
      const records = listRuns().runs.slice(0, maxEntries);
      await reviveKeepers(records);
      const known = history.summaries();
      const troubles = listedTroubles(records, escaped(records));
      const unread: RunRecord[] = [];
      const entries: ListedEntry[] = [];
      for (const record of records) {
        const remembered = known.get(record.id);
        const summary = keptStatus(record)?.summary ?? ifFresh(record, remembered);
        if (summary === null && !begun.has(record.id)) unread.push(record);
        const entry = summary === null ? partialEntry(record, remembered?.what ?? null) : entryOf(record, summary);
        entries.push({ ...entry, trouble: troubles.get(record.id) ?? null });
      }
      if (reading === null && unread.length > 0) reading = readAll(unread);
      return entries;
    },
    async close() {
      closing.abort();
      await reading;
      history.close();
    },
  };
}

/** More than anybody scrolls through; `plateau runs` has them all. */
const maxEntries = 200;

function entryOf(record: RunRecord, summary: RunSummary): ListedEntry {
  return {
    ...entryWithoutLog(record),
    state: outcomeText(record, summary),
    progress: progressText(summary),
    best: bestText(summary),
    curve: summary.curve,
    verdict: summary.verdict.headline,
  };
}

/** Of a training whose log has yet to be read: what was known of it before. */
function partialEntry(record: RunRecord, before: RunSummary | null): ListedEntry {
  const entry = before === null ? entryWithoutLog(record) : entryOf(record, before);
  return { ...entry, verdict: 'reading its log ...' };
}

function entryWithoutLog(record: RunRecord): ListedEntry {
  return {
    id: record.id,
    name: record.name,
    state: outcomeText(record, { state: 'running' }),
    isRunning: record.state === 'running' || record.state === 'starting',
    progress: '-',
    best: '-',
    curve: [],
    started: `${duration(runClock(record)() - record.startedAt)} ago`,
    trouble: null,
    verdict: '',
  };
}
