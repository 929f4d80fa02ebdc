import { openHistory } from '../history/history.ts';
import { quickStatus, type QuickStatus } from '../history/quickStatus.ts';
import { readAndKeep, stillTrue } from '../history/stories.ts';
import type { Summary } from '../history/story.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { listRuns } from '../runs/runs.ts';
import { outcomeText } from '../report/outcome.ts';
import { bestText, progressText } from '../report/runsTable.ts';
import type { ListedEntry } from '../ui/state/runList.ts';
import { duration } from '../words/duration.ts';

/**
 * The trainings for a list that is there at once, however long their logs are: first with what the history and the ends of the logs tell. What
 * nobody has read yet is read behind it, one log after the other and each once, so that a later look tells more.
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
  let reading: Promise<void> | null = null;

  const readAll = async (records: readonly RunRecord[]): Promise<void> => {
    for (const record of records) {
      if (closing.signal.aborted) break;
      begun.add(record.id);
      await readAndKeep(record, history, closing.signal);
    }
    reading = null;
  };

  return {
    async entries() {
      const now = Date.now() / 1000;
      const records = listRuns().runs.slice(0, mostEntries);
      const known = history.summaries();
      const unread: RunRecord[] = [];
      const entries: ListedEntry[] = [];
      for (const record of records) {
        const summary = stillTrue(record, known.get(record.id));
        if (summary === null && !begun.has(record.id)) unread.push(record);
        entries.push(
          summary === null
            ? hastyEntry(record, now, await quickStatus(record, now).catch(() => null))
            : entryOf(record, now, summary),
        );
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
const mostEntries = 200;

function entryOf(record: RunRecord, now: number, summary: Summary): ListedEntry {
  return {
    ...entryWithoutLog(record, now),
    state: outcomeText(record, summary),
    progress: progressText(summary),
    best: bestText(summary),
    curve: summary.curve,
    verdict: summary.verdict.headline,
  };
}

function hastyEntry(record: RunRecord, now: number, status: QuickStatus | null): ListedEntry {
  if (status === null) return entryWithoutLog(record, now);
  const { figures, curve, verdict, verdictAge } = status;
  return {
    ...entryWithoutLog(record, now),
    state: outcomeText(record, figures),
    progress: progressText(figures),
    best: bestText(figures),
    curve,
    verdict: verdict === null ? 'reading its log ...' : `${verdict.headline}${ageText(verdictAge)}`,
  };
}

function ageText(age: number | null): string {
  return age === null || age < 60 ? '' : ` (judged ${duration(age)} ago)`;
}

function entryWithoutLog(record: RunRecord, now: number): ListedEntry {
  return {
    id: record.id,
    name: record.name,
    state: outcomeText(record, { state: 'running' }),
    isRunning: record.state === 'running' || record.state === 'starting',
    progress: '-',
    best: '-',
    curve: [],
    started: `${duration(now - record.startedAt)} ago`,
    verdict: '',
  };
}
