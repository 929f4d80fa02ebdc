import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A file of which parts are read. */
export interface PartReader {
  /** Bytes. */
  readonly size: number;
  /** The bytes from a place on; fewer where the file is shorter. */
  readonly read: (from: number, length: number) => Buffer;
}

/** The most bytes that are read in one piece, whatever a file says of itself. */
export const maxPart = 16 * 1024 * 1024;

/** Opens a file, reads parts of it, and closes it. Throws what the system says. */
export function readParts<Result>(path: string, use: (file: PartReader) => Result): Result {
  const file = openSync(path, 'r');
  try {
    return use({
      size: fstatSync(file).size,
      read: (from, length) => {
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, maxPart)));
        return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
      },
    });
  } finally {
    closeSync(file);
  }
}
