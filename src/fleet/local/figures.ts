import type { History } from '../../history/history.ts';
import { logFingerprint, isSameLog } from '../../history/logFingerprint.ts';
import { isCurrent } from '../../history/runStatus.ts';
import type { RunSummary } from '../../history/runDetails.ts';
import { isHere } from '../../processes/recorded.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { readStatus } from '../../runs/statusFile.ts';
import type { Figures } from './localFacts.ts';

/** What is known of how trainings do, for a list that waits for no log. */
export interface FigureReader {
  /**
   * What is known of a run now: what its keeper wrote, else what the history remembers. Where its log has to be read,
   * that is begun, one log after the other, and `onRead` called with its id afterwards.
   */
  readonly figures: (record: RunRecord) => Figures;
  /** Whether the keeper of a run that another machine holds has written of late. */
  readonly isWritten: (record: RunRecord) => boolean;
  /** Whether a log is being read, or has yet to be. */
  readonly isReading: () => boolean;
  /** Forgets a run. */
  readonly forget: (id: string) => void;
  /** Leaves off reading. */
  readonly close: () => Promise<void>;
}

export function openFigures(history: History, onRead: (id: string) => void): FigureReader {
  const closing = new AbortController();
  const waiting = new Map<string, RunRecord>();
  const readings = new Map<string, { readonly summary: RunSummary; readonly nextAt: number }>();
  const heard = new Map<string, { readonly seq: number; readonly at: number }>();
  let reading: Promise<void> | null = null;

  const readAll = async (): Promise<void> => {
    const { readAndRemember } = await import('../../history/recallDetails.ts');
    for (const [id, record] of waiting) {
      if (closing.signal.aborted) break;
      const started = performance.now();
      const summary = await readAndRemember(record, history, closing.signal);
      const took = performance.now() - started;
      readings.set(id, { summary, nextAt: performance.now() + Math.max(readAgainAfter * 1000, took * readShare) });
      waiting.delete(id);
      onRead(id);
    }
    reading = null;
  };

  /** A log that goes on without a keeper is read again now and then. */
  const want = (record: RunRecord): void => {
    const before = readings.get(record.id);
    if (before !== undefined && (record.state !== 'running' || performance.now() < before.nextAt)) return;
    waiting.set(record.id, record);
    reading ??= readAll();
  };

  return {
    figures(record) {
      const status = readStatus(record);
      // What another machine writes goes by the clock of that.
      const isElsewhere = record.state === 'running' && !isHere(record);
      if (status !== null && (isElsewhere || isCurrent(status, record, patience))) return { kind: 'kept', status };
      const known = history.summary(record.id);
      const isFresh = known !== null && isSameLog(known.fingerprint, logFingerprint(record));
      if (isFresh) return { kind: 'read', summary: known.what, isOld: false };
      want(record);
      const read = readings.get(record.id);
      if (read !== undefined) return { kind: 'read', summary: read.summary, isOld: false };
      if (known !== null) return { kind: 'read', summary: known.what, isOld: true };
      return status === null ? { kind: 'none' } : { kind: 'kept', status };
    },
    isWritten(record) {
      const seq = readStatus(record)?.seq ?? 0;
      const before = heard.get(record.id);
      if (before === undefined || before.seq !== seq) {
        // The first look tells nothing: the clock of another machine may be anything.
        heard.set(record.id, { seq, at: before === undefined ? Number.NEGATIVE_INFINITY : performance.now() });
      }
      return performance.now() - heard.get(record.id)!.at < patience * 1000;
    },
    isReading: () => reading !== null,
    forget(id) {
      waiting.delete(id);
      readings.delete(id);
      heard.delete(id);
    },
    async close() {
      closing.abort();
      await reading;
      history.close();
    },
  };
}

/** Seconds after which a keeper that has written nothing is gone: it writes at least once a minute. */
const patience = 90;

/** Seconds between two readings of a log that goes on without a keeper, and at least so many times what one takes. */
const readAgainAfter = 60;
const readShare = 100;
