import { dirname } from 'node:path';
import { fileSource } from '../log/files/fileSource.ts';
import type { LogHandlers, LogSource, OnJoin, TakePiece } from '../log/logSource.ts';
import { earlierRuns } from './linked/earlierRuns.ts';
import type { RunRecord } from './runRecord.ts';
import { runClock } from './runClock.ts';
import { type LogTimes, readTimes } from './times.ts';

/** The log of a run, with the times at which its keepers saw it grow, behind those of the runs that it goes on from. */
export function runSource(record: Pick<RunRecord, 'log' | 'clock' | 'continues'>): LogSource {
  return afterEarlier(record, ownSource(record));
}

/** The log of a run behind those of the runs that it goes on from. */
export function afterEarlier(record: Pick<RunRecord, 'continues'>, own: LogSource): LogSource {
  const earlier = earlierRuns(record);
  if (earlier.length === 0) return own;
  const readEarlier = async (take: TakePiece, onJoin: OnJoin): Promise<void> => {
    for (const { record: before, at } of earlier) {
      // One whose log is gone leaves a gap.
      await ownSource(before).readOnce!(take).catch(() => {});
      onJoin(at);
    }
  };
  return {
    ...own,
    earlier: earlier.length,
    follow: async (handlers) => {
      await readEarlier(handlers.onBytes, handlers.onJoin ?? (() => {}));
      return own.follow(handlers);
    },
    readOnce: async (take, onJoin = () => {}) => {
      await readEarlier(take, onJoin);
      await own.readOnce!(take);
    },
  };
}

/** The log of a run alone, with the times at which its keepers saw it grow. `gather`: as `fileSource` takes it. */
export function ownSource({ log, clock }: Pick<RunRecord, 'log' | 'clock'>, gather?: number): LogSource {
  const file = fileSource(log, runClock({ clock }), gather);
  const begin = () => createTimedPieces(readTimes(dirname(log), clock));
  return {
    ...file,
    follow: async (handlers) => file.follow(timed(handlers, begin)),
    readOnce: async (take) => {
      const pieces = begin();
      await file.readOnce!(async (bytes) => {
        for (const { piece, time } of pieces(bytes)) await take(piece, time);
      });
    },
  };
}

/** What is read live has the time of now; what was there before, the one that was noted then. */
function timed(handlers: LogHandlers, begin: () => TimedPieces): LogHandlers {
  let pieces = begin();
  return {
    ...handlers,
    onBytes: (bytes, now) => {
      for (const { piece, time } of pieces(bytes)) handlers.onBytes(piece, now ?? time);
    },
    onReset: () => {
      pieces = begin();
      handlers.onReset?.();
    },
  };
}

/** Cuts the bytes of a log, given in order, where their times change. */
type TimedPieces = (bytes: Buffer) => readonly { readonly piece: Buffer; readonly time: number | null }[];

function createTimedPieces(times: LogTimes): TimedPieces {
  let offset = 0;
  let next = 0;
  return (bytes) => {
    const pieces: { piece: Buffer; time: number | null }[] = [];
    for (let start = 0; start < bytes.length;) {
      while (next < times.length && times[next]!.offset <= offset) next++;
      const end = Math.min(bytes.length, start + (times[next]?.offset ?? Infinity) - offset);
      pieces.push({ piece: bytes.subarray(start, end), time: times[next - 1]?.time ?? null });
      offset += end - start;
      start = end;
    }
    return pieces;
  };
}
