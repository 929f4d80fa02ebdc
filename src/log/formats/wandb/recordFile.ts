import { crc32 } from 'node:zlib';

/** The records of a `.wandb` file, as it grows. */
export interface RecordFileReader {
  /** Takes more of the file; the bytes may be cut anywhere. */
  readonly push: (bytes: Buffer) => void;
  /** Pieces that were thrown away because their checksum or their place was wrong. */
  readonly damaged: () => number;
}

/**
 * Reads the log of LevelDB that W&B writes, behind a header of its own: blocks of 32 KiB hold pieces (CRC-32 of type
 * and data, length, type), one or more of which are a record. A piece that is not complete waits for the rest. After a
 * damaged one the next block is read. Source: wandb/sdk/internal/datastore.py,
 * github.com/google/leveldb/blob/main/doc/log_format.md.
 */
export function createRecordFileReader(onRecord: (record: Buffer) => void): RecordFileReader {
  let rest = Buffer.alloc(0);
  /** Where `rest` begins in the file. */
  let offset = 0;
  let parts: Buffer[] | null = null;
  let held = 0;
  let damaged = 0;

  function drop(): void {
    damaged++;
    parts = null;
    held = 0;
  }

  /** Takes the piece at the beginning of these bytes; returns how many bytes it has, 0 while it is not complete. */
  function takePiece(bytes: Buffer, left: number): number {
    if (left < pieceHeader) return bytes.length < left ? 0 : left;
    if (bytes.length < pieceHeader) return 0;
    const length = bytes.readUInt16LE(4);
    const type = bytes[6]!;
    // A writer that was killed may leave a block that is only zeros behind.
    const isPiece = type >= pieceTypes.full && type <= pieceTypes.last && length <= left - pieceHeader;
    if (isPiece && bytes.length < pieceHeader + length) return 0;
    if (!isPiece || crc32(bytes.subarray(6, pieceHeader + length)) !== bytes.readUInt32LE(0)) {
      if (bytes.length < left) return 0;
      drop();
      return left;
    }
    takeData(type, bytes.subarray(pieceHeader, pieceHeader + length));
    return pieceHeader + length;
  }

  function takeData(type: number, data: Buffer): void {
    if (type === pieceTypes.full || type === pieceTypes.first) {
      if (parts !== null) drop();
      if (type === pieceTypes.full) return onRecord(data);
      parts = [Buffer.from(data)];
      held = data.length;
      return;
    }
    // Without its beginning.
    if (parts === null) return;
    held += data.length;
    if (held > maxRecord) return drop();
    parts.push(Buffer.from(data));
    if (type !== pieceTypes.last) return;
    onRecord(Buffer.concat(parts));
    parts = null;
    held = 0;
  }

  return {
    push(bytes) {
      rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
      let position = 0;
      if (offset === 0) {
        if (rest.length < fileHeader.length) return;
        position = fileHeader.length;
      }
      for (;;) {
        const left = blockSize - ((offset + position) % blockSize);
        const taken = takePiece(rest.subarray(position, position + left), left);
        if (taken === 0) break;
        position += taken;
      }
      rest = rest.subarray(position);
      offset += position;
    },
    damaged: () => damaged,
  };
}

/** What a `.wandb` file begins with. */
export function isWandbFile(start: Buffer): boolean {
  return start.length >= fileHeader.length && start.subarray(0, fileHeader.length).equals(fileHeader);
}

/** Whether these first bytes leave it open. */
export function mayBeWandbFile(start: Buffer): boolean {
  return start.length < fileHeader.length && fileHeader.subarray(0, start.length).equals(start);
}

/** `:W&B`, the magic number 0xBEE1, version 0. */
const fileHeader = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);
const blockSize = 32 * 1024;
const pieceHeader = 7;
const pieceTypes = { full: 1, first: 2, middle: 3, last: 4 } as const;
/** Tables and images are in files of their own: a record larger than this is none that matters. */
const maxRecord = 64 * 1024 * 1024;
