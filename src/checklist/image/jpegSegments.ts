import { exifOrientation } from './exif.ts';
import { ImageError } from './image.ts';

/** What the segments before the first scan say. */
export interface JpegFrame {
  width: number;
  height: number;
  components: JpegComponent[];
  /** Huffman tables by class (0 DC, 1 AC) x 16 + number: the count of codes of each length, then the symbols. */
  readonly tables: Map<number, Buffer>;
  /** The first entry of each quantisation table: the only one that DC coefficients need. */
  readonly quantisers: Map<number, number>;
  /** Blocks between two restart markers; 0 for none. */
  restart: number;
  kind: 'huffman' | 'other' | null;
  /** Bits a sample. */
  depth: number;
  /** As EXIF has it. */
  orientation: number;
}

export interface JpegComponent {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly quantiser: number;
}

export interface JpegScan {
  /** First byte of the entropy-coded data. */
  readonly start: number;
  readonly components: readonly { readonly id: number; readonly dc: number; readonly ac: number }[];
  /** Whether blocks hold AC coefficients after the DC one: not so in the first scan of a progressive image. */
  readonly sequential: boolean;
  /** Bits by which progressive DC coefficients are to be shifted. */
  readonly shift: number;
}

/** Reads all segments up to the first scan (T.81, B.2). */
export function readSegments(bytes: Buffer, frame: JpegFrame): JpegScan {
  let progressive = false;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw new ImageError('unreadable', `it is damaged at byte ${at} (no marker)`);
    const marker = bytes[at + 1]!;
    // Fill bytes, and markers that have no segment.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || marker === 0xd9) break;
    const segment = bytes.subarray(at + 4, end);
    if (marker === 0xda) return readScan(segment, end, !progressive);
    if (marker === 0xc4) readTables(segment, frame);
    else if (marker === 0xdb) readQuantisers(segment, frame);
    else if (marker === 0xe1 && isExif(segment)) frame.orientation = exifOrientation(segment.subarray(6));
    else if (marker === 0xdd) frame.restart = segment.readUInt16BE(0);
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) {
      readFrame(segment, frame);
      progressive = marker === 0xc2;
      frame.kind = marker <= 0xc2 && segment[0] === 8 ? 'huffman' : 'other';
    }
    at = end;
  }
  throw new ImageError('truncated', 'it ends before its pixels');
}

function isExif(segment: Buffer): boolean {
  return segment.toString('latin1', 0, 6) === 'Exif\0\0';
}

function readFrame(segment: Buffer, frame: JpegFrame): void {
  frame.depth = segment.readUInt8(0);
  frame.height = segment.readUInt16BE(1);
  frame.width = segment.readUInt16BE(3);
  frame.components = Array.from({ length: segment[5]! }, (_, index) => {
    const at = 6 + index * 3;
    const sampling = segment.readUInt8(at + 1);
    return { id: segment[at]!, across: sampling >> 4, down: sampling & 15, quantiser: segment.readUInt8(at + 2) };
  });
}

function readTables(segment: Buffer, frame: JpegFrame): void {
  for (let at = 0; at + 17 <= segment.length;) {
    let symbols = 0;
    for (let length = 1; length <= 16; length++) symbols += segment[at + length]!;
    frame.tables.set(segment[at]!, segment.subarray(at + 1, at + 17 + symbols));
    at += 17 + symbols;
  }
}

function readQuantisers(segment: Buffer, frame: JpegFrame): void {
  for (let at = 0; at < segment.length;) {
    const wide = segment[at]! >> 4 !== 0;
    frame.quantisers.set(segment[at]! & 15, wide ? segment.readUInt16BE(at + 1) : segment.readUInt8(at + 1));
    at += wide ? 129 : 65;
  }
}

function readScan(segment: Buffer, start: number, sequential: boolean): JpegScan {
  const count = segment.readUInt8(0);
  const components = Array.from({ length: count }, (_, index) => {
    const tables = segment.readUInt8(2 + index * 2);
    return { id: segment.readUInt8(1 + index * 2), dc: tables >> 4, ac: tables & 15 };
  });
  return { start, components, sequential, shift: sequential ? 0 : segment.readUInt8(1 + count * 2 + 2) & 15 };
}
