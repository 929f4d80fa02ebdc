import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** An image of 8-bit red, green and blue, row by row: three bytes a pixel. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * The first eight bytes of every PNG file, and the settings this file writes. Source: PNG (Third Edition), W3C, 5.2 and
 * 11.2.1.
 */
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const eightBitColour = [8, 2, 0, 0, 0];

/**
 * Returns `image` as a PNG file that any viewer opens, packed quickly rather than tightly: noise does not pack anyway.
 */
export function encodePng({ width, height, pixels }: RgbImage): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(eightBitColour, 8);
  const rowLength = width * 3;
  const rows = Buffer.alloc(height * (rowLength + 1));
  for (let row = 0; row < height; row += 1) {
    // Each row's first byte, left at 0, says that the row is not filtered.
    rows.set(pixels.subarray(row * rowLength, (row + 1) * rowLength), row * (rowLength + 1) + 1);
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Returns the image in a PNG file of the kind `encodePng` writes.
 * @throws Error with a reason that fits behind "the file is": damaged, or a PNG of another kind.
 */
export function decodePng(file: Buffer): RgbImage {
  if (!file.subarray(0, 8).equals(signature)) throw new Error('no PNG image');
  const chunks = readChunks(file);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.length !== 13) throw new Error('a damaged PNG image: it has no header');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (!header.subarray(8).equals(Buffer.from(eightBitColour))) {
    throw new Error('a PNG image of another kind than 8-bit colour without interlacing');
  }
  const rows = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const rowLength = width * 3;
  if (rows.length !== height * (rowLength + 1))
    throw new Error('a damaged PNG image: it has not as many pixels as it says');
  const pixels = new Uint8Array(height * rowLength);
  for (let row = 0; row < height; row += 1) {
    const start = row * (rowLength + 1);
    if (rows[start] !== 0) throw new Error('a PNG image with filtered rows, which this trainer does not read');
    pixels.set(rows.subarray(start + 1, start + 1 + rowLength), row * rowLength);
  }
  return { width, height, pixels };
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

function readChunks(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = signature.length; at < file.length;) {
    const end = at + 12 <= file.length ? at + 12 + file.readUInt32BE(at) : Infinity;
    if (end > file.length) throw new Error('a damaged PNG image: it ends too early');
    const named = file.subarray(at + 4, end - 4);
    if (crc32(named) !== file.readUInt32BE(end - 4)) throw new Error('a damaged PNG image: a checksum is wrong');
    chunks.push({ type: named.toString('latin1', 0, 4), data: named.subarray(4) });
    at = end;
  }
  return chunks;
}
