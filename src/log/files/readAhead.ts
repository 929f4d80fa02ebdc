import type { FileHandle } from 'node:fs/promises';
import { UnreadableLog } from './openLog.ts';

/**
 * Bytes of one read. Large enough that the cost of asking does not count, small enough that a screen can be drawn in
 * between.
 */
const readSize = 1024 * 1024;

/** Two buffers, so that one can be filled while the other is looked at. */
export type ReadBuffers = readonly [Buffer, Buffer];

export function createReadBuffers(): ReadBuffers {
  return [Buffer.allocUnsafeSlow(readSize), Buffer.allocUnsafeSlow(readSize)];
}

/**
 * Reads on from a position (from wherever the file stands if null, as pipes must) until there is nothing more, and
 * calls back with each piece while the next one is read. The callback's bytes are overwritten later; it ends the
 * reading by returning false. Throws `UnreadableLog` when the system refuses.
 */
export async function readAhead(
  path: string,
  handle: FileHandle,
  from: number | null,
  buffers: ReadBuffers,
  onBytes: (bytes: Buffer) => boolean | Promise<boolean>,
): Promise<void> {
  let [filling, idle] = buffers;
  let position = from;
  let reading = read(path, handle, filling, position);
  for (;;) {
    const bytesRead = await reading;
    if (bytesRead === 0) return;
    const bytes = bytesRead === readSize ? filling : filling.subarray(0, bytesRead);
    if (position !== null) position += bytesRead;
    [filling, idle] = [idle, filling];
    reading = read(path, handle, filling, position);
    // Whoever stops reading does not want to hear how the read that is under way went.
    reading.catch(() => {});
    if (!(await onBytes(bytes))) return;
  }
}

async function read(path: string, handle: FileHandle, into: Buffer, position: number | null): Promise<number> {
  try {
    const { bytesRead } = await handle.read(into, 0, readSize, position);
    return bytesRead;
  } catch (error) {
    throw new UnreadableLog(path, error);
  }
}
