import { longestLine } from '../lines/lines.ts';

/** Bytes of a piece. Larger than one read elsewhere: to hand a piece over, a thread has to be woken. */
const pieceSize = 4 * 1024 * 1024;

/** A piece of a log and the lines in it, in memory that two threads see. */
export interface LineSlot {
  /** Where the piece is read to. */
  readonly piece: Buffer;
  /** The piece, and behind it room for the lines that are not in it as they are: those that were cleaned, and one that began before it. */
  readonly bytes: Buffer;
  /** Where in `bytes` each line begins and ends: two numbers a line, the second negative when the line is volatile (such a line is never empty). */
  readonly places: Int32Array;
}

/** What the reading thread says of a slot when it hands it over. */
export interface FilledSlot {
  readonly slot: number;
  readonly lines: number;
  /** The log ends here. */
  readonly last: boolean;
  /** Why it cannot be read any further. */
  readonly problem: string | null;
}

/** What the reading thread is given. */
export interface LineJob {
  /** The descriptor of the log, which is open and at its beginning. */
  readonly file: number;
  readonly slots: readonly SharedSlot[];
}

interface SharedSlot {
  readonly bytes: SharedArrayBuffer;
  readonly places: SharedArrayBuffer;
}

export function createSharedSlot(): SharedSlot {
  return {
    bytes: new SharedArrayBuffer(pieceSize + pieceSize + longestLine),
    // Every byte may end a line, and so may the log. What is not used of it never becomes memory.
    places: new SharedArrayBuffer((pieceSize + 1) * 2 * Int32Array.BYTES_PER_ELEMENT),
  };
}

export function slotOn({ bytes, places }: SharedSlot): LineSlot {
  return { piece: Buffer.from(bytes, 0, pieceSize), bytes: Buffer.from(bytes), places: new Int32Array(places) };
}
