import { dirname } from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { type Clock, steadyNow } from '../clock.ts';
import type { LogSource } from '../logSource.ts';
import { followFile, followStream, readFileOnce } from './follow.ts';

/** A log file on this machine. `clock` tells when what is read live was written; `gather` as `followFile` takes it. */
export function fileSource(path: string, clock: Clock = steadyNow, gather?: number): LogSource {
  return {
    path,
    directory: dirname(path),
    follow: async (handlers) => followFile(path, handlers, { clock, ...(gather === undefined ? {} : { gather }) }),
    readOnce: async (take) => readFileOnce(path, async (bytes) => take(bytes, null)),
  };
}

/** A log that is piped in. */
export function streamSource(stream: Readable): LogSource {
  return {
    path: null,
    directory: process.cwd(),
    follow: async (handlers) => followStream(stream, handlers),
    readOnce: null,
  };
}
