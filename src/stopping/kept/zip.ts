import { maxPart, type PartReader } from './partReader.ts';

/**
 * Whether a ZIP archive, as PyTorch and Keras write their checkpoints, is whole: its end-of-central-directory record
 * stands at its very end, and the central directory of as many entries right before it. Source: APPNOTE.TXT 4.3.
 */
export function isWholeZip(file: PartReader): boolean {
  return hasDirectory(file, findDirectory(file));
}

/**
 * The bytes of the first entry whose name is wanted, of those that are stored as they are, which is how PyTorch stores
 * all of its own. Null where there is none, or where it is larger than `maxPart`.
 */
export function readZipEntry(file: PartReader, isWanted: (name: string) => boolean): Buffer | null {
  const directory = findDirectory(file);
  if (directory === null || directory.length > maxPart) return null;
  const bytes = file.read(directory.offset, directory.length);
  for (let at = 0; at + headerLength <= bytes.length; at += entryLength(bytes, at)) {
    if (bytes.readUInt32LE(at) !== headerSignature) return null;
    const name = bytes.toString('utf8', at + headerLength, at + headerLength + bytes.readUInt16LE(at + 28));
    if (!isWanted(name)) continue;
    const [method, size, offset] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 42),
    ];
    if (method !== 0 || size > maxPart) return null;
    const local = file.read(offset, localLength);
    if (local.length < localLength || local.readUInt32LE(0) !== localSignature) return null;
    const content = file.read(offset + localLength + local.readUInt16LE(26) + local.readUInt16LE(28), size);
    return content.length === size ? content : null;
  }
  return null;
}

function findDirectory(file: PartReader): Directory | null {
  const from = Math.max(0, file.size - endLength - maxComment);
  const tail = file.read(from, file.size - from);
  for (let at = tail.length - endLength; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    if (at + endLength + tail.readUInt16LE(at + 20) !== tail.length) continue;
    return directoryAt(file, tail.subarray(at), from + at);
  }
  return null;
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
    at += entryLength(bytes, at);
  }
  return at === bytes.length;
}

/** How long an entry of the directory is: its header, its name, what is extra and its comment. */
function entryLength(directory: Buffer, at: number): number {
  return (
    headerLength + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  );
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
const localLength = 30;
