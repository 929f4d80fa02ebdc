import { dirname } from 'node:path';
import { fileSource } from '../log/files/fileSource.ts';
import type { LogHandlers, LogSource } from '../log/logSource.ts';
import type { RunRecord } from './runRecord.ts';
import { runClock } from './runClock.ts';
import { type LogTimes, readTimes } from './times.ts';

/** The log of a run, with the times at which its keepers saw it grow. */
export function runSource({ log, clock }: Pick<RunRecord, 'log' | 'clock'>): LogSource {
  const file = fileSource(log, runClock({ clock }));
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
