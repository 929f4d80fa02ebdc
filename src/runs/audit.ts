import { harmlessJson } from '../words/harmless.ts';
import { appendFileSync, readFileSync } from 'node:fs';
import type { StopAudit } from '../stopping/machine/effects.ts';
import type { LadderStep } from '../stopping/machine/ladder.ts';
import type { Description } from './description.ts';
import { filesIn } from './runDirectory.ts';
import type { RunRecord } from './runRecord.ts';

/** One line of `events.log`: when (epoch seconds), by whom, what. */
export type AuditEntry = { readonly time: number; readonly keeper: number } & AuditEvent;

/** Everything a keeper does or is asked for. `by` is what the asking program says of itself. */
export type AuditEvent =
  | { readonly event: 'started'; readonly pid: number; readonly command: readonly string[] }
  | { readonly event: 'failed-to-start'; readonly problem: string }
  | { readonly event: 'adopted'; readonly pid: number }
  | { readonly event: 'waits' | 'moved'; readonly after: RunRecord['after'] }
  | { readonly event: 'retried'; readonly run: string | null; readonly why: string }
  | { readonly event: 'cancelled'; readonly reason: string }
  | StopAudit
  | { readonly event: 'unread' | 'unguarded' | 'untold'; readonly problem: string }
  | {
      readonly event: 'ended';
      readonly code: number | null;
      readonly signal: string | null;
      readonly left: readonly number[];
    }
  | {
      readonly event: 'outrun' | 'not-outrun';
      readonly group: string;
      readonly leader: string | null;
      readonly odds: number | null;
    }
  | { readonly event: 'described'; readonly by: string; readonly changes: Description }
  | { readonly event: 'reserve-given-up'; readonly problem: string }
  | { readonly event: 'keeper-ended'; readonly reason: string }
  | { readonly event: 'unwritten'; readonly file: string; readonly problem: string };

/** Most entries that wait for room on the disk. */
const maxWaiting = 1000;

/**
 * Returns the function that appends to the audit log of a run. It never throws: what a full disk refuses is kept, and
 * written with the next entry that finds room.
 */
export function openAudit(directory: string): (event: AuditEvent) => void {
  let waiting: string[] = [];
  let isCutOff = false;
  return (event) => {
    const entry: AuditEntry = { ...event, time: Date.now() / 1000, keeper: process.pid };
    waiting = [...waiting, `${harmlessJson(entry)}\n`].slice(-maxWaiting);
    try {
      appendFileSync(filesIn(directory).audit, (isCutOff ? '\n' : '') + waiting.join(''), { mode: 0o600 });
      waiting = [];
      isCutOff = false;
    } catch {
      // Kept for the next time, on a line of its own: a part of it may have found room.
      isCutOff = true;
    }
  };
}

/** The signals that keepers of an earlier version sent, oldest first: their records do not hold them. */
export function auditedSignals(directory: string): readonly LadderStep[] {
  return auditOf(directory).flatMap((entry) =>
    entry.event === 'signal'
      ? [{ signal: entry.signal, time: entry.time, wait: entry.wait, by: entry.by, reached: null }]
      : [],
  );
}

/** Why notices did not arrive, a sentence each. */
export function auditedProblems(directory: string): readonly string[] {
  return auditOf(directory).flatMap((entry) => (entry.event === 'untold' ? [entry.problem] : []));
}

/** All that is in the audit log of a run, oldest first; nothing where there is none. */
export function auditOf(directory: string): readonly AuditEntry[] {
  let text: string;
  try {
    text = readFileSync(filesIn(directory).audit, 'utf8');
  } catch {
    return [];
  }

  return text
    .split('\n')
    .map(entryOfLine)
    .filter((entry) => entry !== null);
}

/** A line may have been cut off by a full disk or a power cut. */
function entryOfLine(line: string): AuditEntry | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
