import { dirname } from 'node:path';
import { propertiesOf } from '../advisor/verdictTable.ts';
import { tightDisk } from '../runs/disk/reserve.ts';
import type { TrainingControl, TrainingExit } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { progressOf } from '../run/selectors.ts';
import { claimNotice, isClaimed } from './claim.ts';
import type { Notice, Watched } from './notice.ts';
import { noticesFor } from './noticesFor.ts';
import type { Outbox } from './outbox.ts';
import { noticeBytes, progressBytes, titleBytes, titleKept } from './terminal.ts';

/** Looks at a training again and again, and gives notice of what changes. */
export interface Notifier {
  /** To be called whenever something may have changed; `now` in epoch seconds. Never throws. */
  readonly look: (now: number) => void;
  /**
   * Gives the terminal its own title back, and what is on its way some last seconds. Returns what went wrong, a
   * sentence each.
   */
  readonly close: (seconds: number) => Promise<readonly string[]>;
}

export interface NotifierOptions {
  readonly monitor: Monitor;
  readonly control: Pick<TrainingControl, 'armed' | 'exit' | 'ladder'> | null;
  readonly title: string;
  /** The training, where it was started here. */
  readonly record: Pick<RunRecord, 'log'> | null;
  /** How it ended, when that was known before. */
  readonly exit: Omit<TrainingExit, 'left'> | null;
  /** Writes bytes to the terminal, at once and whole: they draw nothing. Null where there is none. */
  readonly write: ((bytes: string) => void) | null;
  /** Whether the terminal shows progress in its tab. */
  readonly showsProgress?: boolean;
  /** Null when nobody elsewhere is to be told. */
  readonly outbox: Outbox | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What a terminal shows before, and is to show afterwards. */
const noProgress = progressBytes(null, false);

export function createNotifier({
  write,
  outbox,
  environment,
  record,
  showsProgress = false,
  ...viewed
}: NotifierOptions): Notifier {
  const told = new Set<string>();
  const kept = titleKept(environment);
  let before: Watched | null = null;
  let titleShown: string | null = null;
  let progressShown: string | null = null;

  const showTitle = ({ verdict, end }: Watched) => {
    const bytes = titleBytes(viewed.title, end === null ? `${verdict.name} (${verdict.action})` : 'ended', environment);
    if (bytes === titleShown) return;
    write?.(`${titleShown === null ? kept.keep : ''}${bytes}`);
    titleShown = bytes;
  };
  const showProgress = ({ verdict, end }: Watched) => {
    const share = end === null ? progressOf(viewed.monitor.run) : null;
    const bytes = progressBytes(share, propertiesOf(verdict.name, verdict.action).severity === 'high');
    if (!showsProgress || bytes === (progressShown ?? noProgress)) return;
    write?.(bytes);
    progressShown = bytes;
  };

  return {
    look(now) {
      if (!viewed.monitor.caughtUp()) return;
      const after = { ...watchedNow(viewed, now), disk: record === null ? null : tightDisk(dirname(record.log)) };
      // What has ended since the view was opened is news, however soon it was.
      if (viewed.control !== null && viewed.exit === null) before ??= { ...after, end: null };
      for (const notice of noticesFor(before, after)) {
        if (told.has(notice.key)) continue;
        told.add(notice.key);
        const bytes = noticeBytes(viewed.title, notice, environment);
        if (bytes !== '') write?.(bytes);
        if (outbox !== null) putOnce(outbox, notice, record);
      }
      before = after;
      showTitle(after);
      showProgress(after);
    },
    async close(seconds) {
      if (titleShown !== null) write?.(kept.giveBack);
      if (progressShown !== null && progressShown !== noProgress) write?.(noProgress);
      return (await outbox?.close(seconds)) ?? [];
    },
  };
}

/** Puts a notice where nobody has sent it yet: several may watch a run that was started here; null: there is none. */
export function putOnce(outbox: Outbox, notice: Notice, record: Pick<RunRecord, 'log'> | null): void {
  if (record === null) return outbox.put(notice);
  const directory = dirname(record.log);
  // What an earlier keeper has stored of it must not be written over.
  if (!isClaimed(directory, notice.key)) outbox.put(notice, (stored) => claimNotice(directory, notice.key, stored));
}

function watchedNow(
  { monitor, control, exit }: Pick<NotifierOptions, 'monitor' | 'control' | 'exit'>,
  now: number,
): Omit<Watched, 'disk'> {
  const armed = control?.armed() ?? null;
  const known = control?.exit() ?? exit;
  return {
    verdict: monitor.verdict(now),
    // A foreign log has no exit status, but may say that it is over.
    end: known ?? (control === null && monitor.isOver() ? { code: null, signal: null } : null),
    signals: (control?.ladder().sent ?? []).map(({ signal }) => signal),
    stop: armed === null ? null : { stage: armed.stage, note: armed.note },
    evaluations: monitor.run.evaluations.length,
    lines: monitor.run.lines,
    day: Math.floor(now / 86_400),
  };
}
