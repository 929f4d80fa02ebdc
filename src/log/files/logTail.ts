import { createLineReader } from '../lines/lines.ts';

/** The end of a log, for the log pane: it keeps raw bytes, and makes lines of them only when asked. */
export interface LogTail {
  readonly push: (bytes: Buffer) => void;
  /** The last lines, oldest first, control bytes stripped. A progress bar that was not finished is the last line. */
  readonly lines: () => readonly string[];
  readonly reset: () => void;
}

const tailBytes = 256 * 1024;

export function createLogTail(maxLines: number): LogTail {
  let chunks: Buffer[] = [];
  let size = 0;
  let cut = false;
  let made: readonly string[] | null = null;
  return {
    push(bytes) {
      made = null;
      // The reader reuses its buffer: what is to be kept has to be copied.
      const kept = Buffer.from(bytes.subarray(Math.max(0, bytes.length - tailBytes)));
      if (kept.length < bytes.length) {
        chunks = [];
        size = 0;
        cut = true;
      }
      chunks.push(kept);
      size += kept.length;
      while (chunks.length > 1 && size - chunks[0]!.length >= tailBytes) {
        size -= chunks.shift()!.length;
        cut = true;
      }
    },
    lines() {
      made ??= linesOf(Buffer.concat(chunks), cut, maxLines);
      return made;
    },
    reset() {
      chunks = [];
      size = 0;
      cut = false;
      made = null;
    },
  };
}

function linesOf(bytes: Buffer, cut: boolean, most: number): readonly string[] {
  const lines: string[] = [];
  let progress: string | null = null;
  const reader = createLineReader((line) => {
    if (line.volatile) {
      progress = line.text();
      return;
    }
    progress = null;
    lines.push(line.text());
  });
  reader.push(bytes, null);
  reader.end();
  // The first line of a tail that was cut out of a longer log is only a part of one.
  if (cut) lines.shift();
  if (progress !== null) lines.push(progress);
  return lines.slice(-most);
}
