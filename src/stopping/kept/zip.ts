import { maxPart, type PartReader } from './partReader.ts';

/**
 * Whether a ZIP archive, as PyTorch and Keras write their checkpoints, is whole: its end-of-central-directory record
 * stands at its very end, and the central directory of as many entries right before it. Source: APPNOTE.TXT 4.3.
 */
export function isWholeZip(file: PartReader): boolean {
  const from = Math.max(0, file.size - endLength - maxComment);
  const tail = file.read(from, file.size - from);
  for (let at = tail.length - endLength; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    if (at + endLength + tail.readUInt16LE(at + 20) !== tail.length) continue;
    return hasDirectory(file, directoryAt(file, tail.subarray(at), from + at));
  }
  return false;
}

interface Directory {
  readonly entries: number;
  readonly offset: number;
  readonly length: number;
  /** Where whatever comes after it begins. */
  readonly end: number;
}

/** What the record says of the directory; that of ZIP64 where the numbers do not fit into the old one. */
function directoryAt(file: PartReader, record: Buffer, at: number): Directory | null {
  const locator = file.read(at - locatorLength, locatorLength);
  if (locator.length === locatorLength && locator.readUInt32LE(0) === locatorSignature) {
    const end = Number(locator.readBigUInt64LE(8));
    const long = file.read(end, longLength);
    if (long.length < longLength || long.readUInt32LE(0) !== longSignature) return null;
    const number = (place: number): number => Number(long.readBigUInt64LE(place));
    return { entries: number(32), length: number(40), offset: number(48), end };
  }
  return {
    entries: record.readUInt16LE(10),
    length: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
    end: at,
  };
}

function hasDirectory(file: PartReader, directory: Directory | null): boolean {
  if (directory === null || directory.offset + directory.length !== directory.end) return false;
  if (directory.length > maxPart) return directory.entries > 0;
  const bytes = file.read(directory.offset, directory.length);
  let at = 0;
  for (let entry = 0; entry < directory.entries; entry += 1) {
    if (at + headerLength > bytes.length || bytes.readUInt32LE(at) !== headerSignature) return false;
    if (entry < maxLooked && !beginsAt(file, bytes.readUInt32LE(at + 42))) return false;
    at += headerLength + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at === bytes.length;
}

/** Whether an entry begins there; one beyond 4 GiB has its place elsewhere, and is not looked for. */
function beginsAt(file: PartReader, offset: number): boolean {
  if (offset === 0xff_ff_ff_ff) return true;
  const header = file.read(offset, 4);
  return header.length === 4 && header.readUInt32LE(0) === localSignature;
}

/** Entries whose beginning is looked at. */
const maxLooked = 2000;
const localSignature = 0x04_03_4b_50;
const endSignature = 0x06_05_4b_50;
const endLength = 22;
const maxComment = 65_535;
const locatorSignature = 0x07_06_4b_50;
const locatorLength = 20;
const longSignature = 0x06_06_4b_50;
const longLength = 56;
const headerSignature = 0x02_01_4b_50;
const headerLength = 46;
