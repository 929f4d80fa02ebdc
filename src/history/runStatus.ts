import { monotonicNow } from '../processes/bootClock.ts';
import { thisMachine } from '../processes/thisMachine.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { readStatus, type StatusFile } from '../runs/statusFile.ts';
import type { History } from './history.ts';
import { isSameLog, logFingerprint } from './logFingerprint.ts';
import type { KeptCheckpoint, RunDetails, RunSummary } from './runDetails.ts';

/** How a training does. */
export interface RunStatus {
  readonly summary: RunSummary;
  /** Seconds to the planned end; null when that cannot be told. */
  readonly left: number | null;
  /** The newest weights that were announced. */
  readonly checkpoint: KeptCheckpoint | null;
}

/** Returns what the keeper of a run wrote last, where that is still so; null where the log has to be read. */
export function keptStatus(record: RunRecord): RunStatus | null {
  const status = readStatus(record);
  return status !== null && isCurrent(status, record) ? statusOfFile(status) : null;
}

/** The status of a run: as it was kept or remembered, else read from its log now. */
export async function statusOfRun(record: RunRecord, history: History): Promise<RunStatus> {
  const kept = keptStatus(record);
  if (kept !== null) return kept;
  // The code that reads logs is loaded only where one has to be read.
  const { recallDetails } = await import('./recallDetails.ts');
  return statusOfDetails(await recallDetails(record, history));
}

/** Seconds for which what a living keeper wrote counts as of now, though lines came since. */
const freshFor = 15;

/** Whether what was kept of a run is still so; of one that runs also what was written within `seconds`. */
export function isCurrent({ log, time }: StatusFile, record: RunRecord, seconds = freshFor): boolean {
  const isSame = isSameLog({ size: log.size, modified: log.modified, readAs: log.readAs }, logFingerprint(record));
  return isSame || (record.state === 'running' && secondsSince(time) < seconds);
}

/** What another machine or boot wrote has no time but that of its clock. */
function secondsSince({ wall, monotonic, boot }: StatusFile['time']): number {
  const isOfThisBoot = boot !== null && boot === thisMachine().boot;
  return isOfThisBoot ? monotonicNow() - monotonic : Math.abs(Date.now() / 1000 - wall);
}

function statusOfFile({
  trainer,
  verdict,
  position,
  metric,
  best,
  course,
  loss,
  elapsed,
  eta,
  save,
  log,
}: StatusFile): RunStatus {
  return {
    summary: {
      trainer,
      state: log.state,
      unit: position.unit,
      at: position.at,
      planned: position.planned,
      progress: position.progress,
      best,
      loss,
      elapsed,
      lines: log.lines,
      unexplained: log.unexplained,
      verdict: {
        name: verdict.name,
        action: verdict.action,
        headline: verdict.headline,
        ...(verdict.words === undefined ? {} : { words: verdict.words }),
      },
      latest: metric.now,
      curve: course,
    },
    left: eta,
    checkpoint: save,
  };
}

function statusOfDetails(details: RunDetails): RunStatus {
  return { summary: details, left: null, checkpoint: details.checkpoints.at(-1) ?? null };
}
