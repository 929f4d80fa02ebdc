import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { bytes } from '../../words/bytes.ts';
import { systemErrorMessage } from '../../words/errors.ts';

/** A file that was read whole. */
export interface SmallFile {
  readonly text: string;
  /** The user that it belongs to. */
  readonly uid: number;
}

/**
 * Reads a file that is expected to be small: settings, a plan, a list. Never waits: a pipe, a device and a file beyond
 * `maxBytes` are refused, as is a directory. Throws a clause that says why (`it is not a regular file`), with what the
 * system says as its cause.
 */
export function readSmallFile(path: string, maxBytes = usualMaxBytes): SmallFile {
  let descriptor: number;
  try {
    // Without O_NONBLOCK opening a pipe waits until somebody writes into it.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new Error(systemErrorMessage(error), { cause: error });
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new Error('it is a directory');
    if (!stats.isFile()) throw new Error('it is not a regular file');
    return { text: readUpTo(descriptor, maxBytes), uid: stats.uid };
  } finally {
    closeSync(descriptor);
  }
}

const usualMaxBytes = 16_000_000;

/** Files of /proc say that they are empty, so the size that is told does not count. */
function readUpTo(descriptor: number, maxBytes: number): string {
  const pieces: Buffer[] = [];
  let size = 0;
  for (;;) {
    const piece = Buffer.allocUnsafe(64 * 1024);
    const read = readSync(descriptor, piece);
    if (read === 0) return Buffer.concat(pieces, size).toString('utf8');
    size += read;
    if (size > maxBytes) throw new Error(`it is larger than ${bytes(maxBytes)}`);
    pieces.push(piece.subarray(0, read));
  }
}
