import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { RunRecord } from '../runs/runRecord.ts';
import { actionNames } from '../advisor/verdictTable.ts';
import { timeLeft } from '../run/selectors.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { type Summary, summaryOf } from './story.ts';

/** `status.json` of a run's directory: how the training did when somebody last looked, for those who have no time to read its log. */
export interface StatusFile {
  /** Epoch seconds. */
  readonly time: number;
  /** The log as it was then: its bytes, and when it was written last (milliseconds). */
  readonly size: number;
  readonly modified: number;
  readonly summary: Summary;
  /** Seconds to the planned end; null when that cannot be told. */
  readonly left: number | null;
}

/** Seconds between two writings of the file while lines come. */
const statusEvery = 3;

/**
 * Keeps `status.json` of a training up to date: to be called whenever something may have changed; it writes when something has, at most every
 * `statusEvery` seconds. Any number of monitors may do so at once. What cannot be written is left out.
 */
export function createStatusKeeper(record: Pick<RunRecord, 'log'>, monitor: Monitor): (now: number) => void {
  let written: { readonly time: number; readonly version: number; readonly verdict: string } | null = null;
  return (now) => {
    if (!monitor.caughtUp() || (written !== null && Math.abs(now - written.time) < statusEvery)) return;
    const verdict = monitor.verdict(now);
    const version = monitor.version();
    if (written?.version === version && written.verdict === verdict.name) return;
    written = { time: now, version, verdict: verdict.name };
    const stats = statSync(record.log, { throwIfNoEntry: false });
    if (stats === undefined) return;
    writeStatus(dirname(record.log), {
      time: now,
      size: stats.size,
      modified: stats.mtimeMs,
      summary: summaryOf(monitor.run, verdict),
      left: timeLeft(monitor.run),
    });
  };
}

/** What was written last; null when there is nothing that can be read. */
export function readStatus(record: Pick<RunRecord, 'log'>): StatusFile | null {
  try {
    const status: unknown = JSON.parse(readFileSync(pathIn(dirname(record.log)), 'utf8'));
    return isStatus(status) ? status : null;
  } catch {
    return null;
  }
}

function pathIn(directory: string): string {
  return join(directory, 'status.json');
}

/** Readers find the old file or the new one; after a power cut it may be either, or none. */
function writeStatus(directory: string, status: StatusFile): void {
  const temporary = `${pathIn(directory)}.${process.pid}`;
  try {
    writeFileSync(temporary, JSON.stringify(status), { mode: 0o600 });
    renameSync(temporary, pathIn(directory));
  } catch {
    rmSync(temporary, { force: true });
  }
}

function isStatus(value: unknown): value is StatusFile {
  if (!isObject(value) || !isObject(value['summary'])) return false;
  const { summary } = value;
  return (
    ['time', 'size', 'modified'].every((name) => typeof value[name] === 'number') &&
    isNumberOrNull(value['left']) &&
    ['at', 'planned', 'latest'].every((name) => isNumberOrNull(summary[name])) &&
    (summary['unit'] === 'iteration' || summary['unit'] === 'epoch') &&
    (summary['best'] === null || (isObject(summary['best']) && typeof summary['best']['value'] === 'number')) &&
    isVerdict(summary['verdict'])
  );
}

function isVerdict(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, action, headline } = value;
  return typeof name === 'string' && typeof headline === 'string' && actionNames.some((each) => each === action);
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
