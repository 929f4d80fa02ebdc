import { type FileHandle, open } from 'node:fs/promises';
import { createLineReader } from '../lines/lines.ts';

/**
 * Looks into a log of any length at any place, by reading no more than a window of it. Places are byte offsets at which
 * lines begin. A log that shrinks or is gone reads as empty. Rejects with the system's error when it cannot be opened.
 */
export interface LogPager {
  /** The first `most` lines from an offset on, which is moved to the beginning of its line. */
  readonly from: (offset: number, most: number) => Promise<LogWindow>;
  /** The last `most` lines that begin before an offset. */
  readonly before: (offset: number, most: number) => Promise<LogWindow>;
  /**
   * The first line from an offset on, or the last one before it, that has the text in it, capitals or not; null when
   * there is none. Reads the log in pieces of a mebibyte and lets others work between them; `onProgress` is
   * called after each with its offset.
   */
  readonly find: (
    text: string,
    offset: number,
    where: 'older' | 'newer',
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (offset: number) => void },
  ) => Promise<number | null>;
  readonly close: () => Promise<void>;
}

export interface LogWindow {
  readonly lines: readonly PagedLine[];
  /** Bytes of the whole log when the window was read. */
  readonly size: number;
}

export interface PagedLine {
  readonly offset: number;
  /** Without control bytes; of a line that overwrote itself (a progress bar), what stood there last. */
  readonly text: string;
}

export function createPager(path: string): LogPager {
  let opened: Promise<FileHandle> | null = null;
  const file = () => (opened ??= open(path, 'r'));
  const sizeNow = async () => (await (await file()).stat()).size;
  const bytesAt = async (offset: number, length: number) => {
    const buffer = Buffer.allocUnsafe(Math.max(0, length));
    const { bytesRead } = await (await file()).read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  };

  /**
   * Where the line that an offset lies in begins. A line longer than the window is taken to begin where the window
   * does.
   */
  const lineStart = async (offset: number) => {
    const begin = Math.max(0, offset - windowBytes);
    const bytes = await bytesAt(begin, offset - begin);
    return begin + bytes.lastIndexOf(lineFeed) + 1;
  };
  const from = async (offset: number, most: number) => {
    const size = await sizeNow();
    let at = await lineStart(Math.min(Math.max(0, offset), size));
    const lines: RawLine[] = [];
    while (lines.length < most && at < size) {
      const read = linesIn(await bytesAt(at, windowBytes), at, size);
      if (read.next === at) break;
      lines.push(...read.lines);
      at = read.next;
    }
    return { lines: lines.slice(0, most).map(readable), size };
  };

  return {
    from,
    async before(offset, most) {
      const size = await sizeNow();
      let end = Math.min(offset, size);
      const lines: RawLine[] = [];
      while (lines.length < most && end > 0) {
        const wanted = Math.max(0, end - windowBytes);
        // Starts at a line, unless one line fills the window.
        const begin = wanted === 0 ? 0 : Math.min(end - 1, await nextStart(bytesAt, wanted, end));
        lines.unshift(...linesIn(await bytesAt(begin, end - begin), begin, end).lines);
        end = begin;
      }
      return { lines: lines.slice(Math.max(0, lines.length - most)).map(readable), size };
    },
    async find(text, offset, where, { signal, onProgress } = {}) {
      const needle = folded(Buffer.from(text));
      if (needle === '') return null;
      const size = await sizeNow();
      let at = where === 'newer' ? offset : Math.min(offset, size);
      while (signal?.aborted !== true && (where === 'newer' ? at < size : at > 0)) {
        const begin = where === 'newer' ? at : Math.max(0, at - searchBytes);
        const end = where === 'newer' ? Math.min(size, at + searchBytes) : at;
        // A hit may lie across two pieces.
        const bytes = await bytesAt(begin, Math.min(size, end + needle.length - 1) - begin);
        const hay = folded(bytes);
        const hit = where === 'newer' ? hay.indexOf(needle) : hay.lastIndexOf(needle, end - begin - 1);
        if (hit !== -1) return lineStart(begin + hit);
        onProgress?.(begin);
        at = where === 'newer' ? end : begin;
      }
      return null;
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

/** Much more than the tallest terminal shows. */
const windowBytes = 64 * 1024;
const searchBytes = 1024 * 1024;
const lineFeed = 0x0a;

/** Where the first line that begins after an offset begins; `end` when none does before it. */
async function nextStart(
  bytesAt: (offset: number, length: number) => Promise<Buffer>,
  offset: number,
  end: number,
): Promise<number> {
  const found = (await bytesAt(offset - 1, end - offset)).indexOf(lineFeed);
  return found === -1 ? offset : offset + found;
}

/**
 * A line before its bytes are decoded, which takes far longer than finding it: of a window most lines are not shown.
 */
interface RawLine {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** The lines that begin in these bytes, and where the next one begins. The last line of the log may have no end. */
function linesIn(bytes: Buffer, begin: number, size: number): { lines: RawLine[]; next: number } {
  const lines: RawLine[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(lineFeed, start);
    const isLast = end === -1 && begin + bytes.length >= size;
    // What is longer than the window is shown as lines of its length.
    if (end === -1 && !isLast && start > 0) break;
    const stop = end === -1 ? bytes.length : end;
    lines.push({ offset: begin + start, bytes: bytes.subarray(start, stop) });
    start = stop + 1;
  }
  return { lines, next: begin + Math.min(start, bytes.length) };
}

function readable({ offset, bytes }: RawLine): PagedLine {
  let text = '';
  const reader = createLineReader((line) => {
    text = line.text();
  });
  reader.push(bytes, null);
  reader.end();
  return { offset, text };
}

/** One character a byte, so that places stay what they are; capitals of ASCII become small. */
function folded(bytes: Buffer): string {
  return bytes.toString('latin1').toLowerCase();
}
