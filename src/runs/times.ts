import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootId, type ClockAnchor, monotonicNow } from '../processes/bootClock.ts';

/**
 * `times.jsonl` of a run's directory: when which byte of its log came. A line `{"version":1,"boot":"..."}` for each
 * keeper, then lines `[offset, wall, monotonic]`: from that byte on the log was written at that time (seconds), until
 * the next line says otherwise. At most one line a second. Within a boot the monotonic clock alone tells the time.
 */
export interface TimesWriter {
  /**
   * Returns the time of bytes that were read just now, from an offset on, as it will be read again. `now` is on the
   * clock of the run. What cannot be written is left out.
   */
  readonly note: (offset: number, now: number) => number;
}

/** `anchor`: where the clock of the run began. */
export function openTimes(directory: string, anchor?: ClockAnchor | null): TimesWriter {
  const path = timesPath(directory);
  let last = -Infinity;
  const append = (entry: unknown): void => {
    try {
      appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch {
      // A full disk: what is read meanwhile has the time of the last line.
    }
  };
  const boot = bootId();
  const start = startOf(anchor, boot);
  append({ version, boot });
  return {
    note: (offset, now) => {
      if (now < last + resolution) return last;
      const monotonic = rounded(start === null ? monotonicNow() : now - start);
      last = rounded(start === null ? now : start + monotonic);
      append([offset, start === null ? last : rounded(Date.now() / 1000), monotonic]);
      return last;
    },
  };
}

/** Where the times of the log of a run are kept. */
export function timesPath(directory: string): string {
  return join(directory, timesFile);
}

/** When the bytes of a log were written: places in ascending order, each with its time in epoch seconds. */
export type LogTimes = readonly { readonly offset: number; readonly time: number }[];

/**
 * Reads what is known of the times of a log, on the clock that began at `anchor`; nothing where no keeper wrote them,
 * or a newer version did.
 */
export function readTimes(directory: string, anchor?: ClockAnchor | null): LogTimes {
  let times: { offset: number; time: number }[] = [];
  let boot: Boot | null = null;
  for (const line of textOf(timesPath(directory)).split('\n')) {
    const entry = parsed(line);
    if (Array.isArray(entry)) {
      const [offset, wall, monotonic] = entry.map(Number);
      if (boot === null || offset === undefined || wall === undefined || monotonic === undefined) continue;
      boot.start ??= wall - monotonic;
      // The log was written anew.
      if (offset < (times.at(-1)?.offset ?? 0)) times = [];
      // A clock that was set makes no difference: within one boot the monotonic one tells.
      times.push({ offset, time: rounded(boot.start + monotonic) });
    } else if (entry !== null && typeof entry === 'object') {
      if ('version' in entry && Number(entry.version) > version) return [];
      const id = 'boot' in entry ? String(entry.boot) : '';
      if (boot === null || boot.id !== id) boot = { id, start: startOf(anchor, id) };
    }
  }
  return times;
}

/** The epoch seconds at which the monotonic clock of a boot was 0; null where an anchor does not tell. */
function startOf(anchor: ClockAnchor | null | undefined, boot: string | null): number | null {
  return anchor === null || anchor === undefined || boot === null || anchor.boot !== boot
    ? null
    : anchor.wall - anchor.monotonic;
}

/** A boot of the machine, and the epoch seconds at which its monotonic clock was 0. */
interface Boot {
  readonly id: string;
  start: number | null;
}

const timesFile = 'times.jsonl';
const version = 1;
/** Seconds between two lines. */
const resolution = 1;

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A line may have been cut off by a full disk. */
function parsed(line: string): unknown {
  try {
    return line === '' ? null : JSON.parse(line);
  } catch {
    return null;
  }
}
