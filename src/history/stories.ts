import { circumstancesOf } from '../monitor/circumstances.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { runSource } from '../runs/runSource.ts';
import type { History, Known } from './history.ts';
import { imprintOf, sameImprint } from './imprint.ts';
import { readStory, storyWithoutLog } from './readStory.ts';
import type { Story, Summary } from './story.ts';

/** What is known of each training, by id: from the history where the log is the same as then, else read anew and remembered. */
export async function summariesOf(
  records: readonly RunRecord[],
  history: History,
): Promise<ReadonlyMap<string, Summary>> {
  const known = records.length === 0 ? new Map<string, Known<Summary>>() : history.summaries();
  const summaries = new Map<string, Summary>();
  for (const record of records) {
    summaries.set(record.id, stillTrue(record, known.get(record.id)) ?? (await readAndKeep(record, history)));
  }
  return summaries;
}

/** All that is known of one training, as `summariesOf`. */
export async function storyOfRun(record: RunRecord, history: History): Promise<Story> {
  return stillTrue(record, history.story(record.id)) ?? (await readAndKeep(record, history));
}

/**
 * Reads the log of a training and remembers what it says, unless it is told to leave off. A missing log reads as an empty one: the record alone still
 * tells something. Never throws.
 */
export async function readAndKeep(record: RunRecord, history: History, signal?: AbortSignal): Promise<Story> {
  // Taken before the reading: what is written meanwhile makes it differ the next time.
  const imprint = imprintOf(record);
  const circumstances = circumstancesOf(record);
  try {
    const story = await readStory(runSource(record), circumstances, signal);
    history.put(record, story, imprint);
    return story;
  } catch {
    return storyWithoutLog(circumstances);
  }
}

/** Reads the log of a training and leaves the history alone. Never throws. */
export async function readQuietly(record: RunRecord): Promise<Story> {
  const circumstances = circumstancesOf(record);
  return readStory(runSource(record), circumstances, undefined).catch(() => storyWithoutLog(circumstances));
}

/** What was remembered of a training; null when its log has gone on since, or is read otherwise now. */
export function stillTrue<What>(record: RunRecord, known: Known<What> | null | undefined): What | null {
  return known !== null && known !== undefined && sameImprint(known.imprint, imprintOf(record)) ? known.what : null;
}
