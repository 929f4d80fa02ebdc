import { existsSync, statSync } from 'node:fs';
import type { RunRecord } from '../runs/runRecord.ts';
import { historyPath, openHistory } from './history.ts';
import { type StatusFile, readStatus } from './statusFile.ts';
import type { Figures, Summary } from './story.ts';

/** How a training does, as far as that can be told within some hundredths of a second. */
export interface QuickStatus {
  readonly figures: Figures;
  /** The mAP that decides, oldest first, as far as it was read when the training was judged. */
  readonly curve: readonly number[];
  /** Null when nobody has judged it yet. */
  readonly verdict: Summary['verdict'] | null;
  /** Seconds since the training was judged, where it has gone on since; null when the verdict is of now. */
  readonly verdictAge: number | null;
  /** Seconds to the planned end; null when that cannot be told. */
  readonly left: number | null;
}

/** Seconds for which what a monitor wrote counts as of now, though lines came since. */
const freshFor = 15;

/** Bytes of a log that is read whole. */
const shortLog = 128 * 1024;

/**
 * Takes what an open monitor or the history knows, where that is of now; else reads the end of the log on top of it. Null when there is nothing
 * to tell of.
 */
export async function quickStatus(record: RunRecord, now: number): Promise<QuickStatus | null> {
  const stats = statSync(record.log, { throwIfNoEntry: false });
  const known = newerOf(readStatus(record), remembered(record));
  if (stats === undefined) return known === null ? null : asKnown(known);
  if (known !== null) {
    const isSame = known.size === stats.size && known.modified === stats.mtimeMs;
    if (isSame || Math.abs(now - known.time) < freshFor) return asKnown(known);
  }
  // The code that reads logs is loaded only where one has to be read.
  if (stats.size <= shortLog) {
    const { readQuietly } = await import('./stories.ts');
    const story = await readQuietly(record);
    return { figures: story, curve: story.curve, verdict: story.verdict, verdictAge: null, left: null };
  }
  const { endOfLog } = await import('./endOfLog.ts');
  const { figures, left } = await endOfLog(record, stats.size);
  // The best of the end alone may be far from the best.
  if (known === null) return { figures: { ...figures, best: null }, curve: [], verdict: null, verdictAge: null, left };
  return {
    figures: onTopOf(known.summary, figures),
    curve: known.summary.curve,
    verdict: known.summary.verdict,
    verdictAge: Math.max(0, now - known.time),
    left: left ?? known.left,
  };
}

function asKnown({ summary, left }: StatusFile): QuickStatus {
  return { figures: summary, curve: summary.curve, verdict: summary.verdict, verdictAge: null, left };
}

/** What the history holds, in the form of a status file. */
function remembered(record: RunRecord): StatusFile | null {
  if (!existsSync(historyPath())) return null;
  const history = openHistory(() => {});
  const known = history.summary(record.id);
  history.close();
  if (known === null) return null;
  const { size, modified } = known.imprint;
  return { time: modified / 1000, size, modified, summary: known.what, left: null };
}

function newerOf(one: StatusFile | null, other: StatusFile | null): StatusFile | null {
  if (one === null || other === null) return one ?? other;
  return other.modified > one.modified ? other : one;
}

/** What the end of a log says, and of the rest what was known before. */
function onTopOf(known: Summary, read: Figures): Figures {
  const best = [known.best, read.best]
    .filter((each) => each !== null)
    .toSorted(
      (left, right) =>
        Number(right.metric === 'map50To95') - Number(left.metric === 'map50To95') || right.value - left.value,
    );
  return {
    trainer: known.trainer ?? read.trainer,
    state: read.state,
    unit: read.at === null ? known.unit : read.unit,
    at: read.at ?? known.at,
    planned: read.planned ?? known.planned,
    best: best[0] ?? null,
    latest: read.latest ?? known.latest,
  };
}
