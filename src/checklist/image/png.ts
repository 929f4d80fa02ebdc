import { constants, crc32, inflateSync } from 'node:zlib';
import { createSharpnessMeter } from './sharpness.ts';
import { type ImageInfo, ImageError, sketchSide } from './image.ts';
import { exifOrientation } from './exif.ts';
import { createSketcher } from './sketch.ts';
import { errorCode, errorMessage } from '../../words/errors.ts';

/**
 * Reads a PNG file. Every chunk's checksum is tested. Interlaced images, and those with less than 8 bits a sample, get
 * no sketch. Source: PNG (Third Edition), W3C.
 */
export function readPng(bytes: Buffer, cellRows: number): ImageInfo {
  if (!bytes.subarray(0, 8).equals(signature)) throw new ImageError('unreadable', 'its PNG signature is damaged');
  const data: Buffer[] = [];
  let header: Buffer | null = null;
  let palette: Buffer | null = null;
  let ended = false;
  let orientation = 1;
  for (let at = 8; at < bytes.length && !ended;) {
    const end = at + 12 <= bytes.length ? at + 12 + bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw new ImageError('truncated', 'it ends in the middle of its pixels');
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) {
      throw new ImageError('unreadable', `its chunk at byte ${at} is damaged (wrong checksum)`);
    }
    const content = bytes.subarray(at + 8, end - 4);
    switch (bytes.readUInt32BE(at + 4)) {
      case chunks.header:
        header = content;
        break;
      case chunks.palette:
        palette = content;
        break;
      case chunks.data:
        data.push(content);
        break;
      case chunks.exif:
        orientation = exifOrientation(content);
        break;
      case chunks.end:
        ended = true;
        break;
    }
    at = end;
  }
  if (header === null || header.length !== 13) throw new ImageError('unreadable', 'it has no PNG header');
  if (!ended) throw new ImageError('truncated', 'its end is missing (IEND)');
  const form: Form = {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    depth: header[8]!,
    colour: header[9]!,
    interlaced: header[12] !== 0,
  };
  if (form.width === 0 || form.height === 0) throw new ImageError('unreadable', 'it says that it has no pixels');
  const { sketch, grey, sharpness } = sketchOf(form, data, palette, cellRows);
  const traits = { grey, cmyk: false, deep: form.depth > 8, orientation };
  return { format: 'png', width: form.width, height: form.height, sketch, traits, sharpness };
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const chunks = {
  header: 0x49484452,
  palette: 0x504c5445,
  data: 0x49444154,
  end: 0x49454e44,
  exif: 0x65584966,
} as const;

interface Form {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
}

/** Samples of a pixel by colour type (PNG, table 12). */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Bytes of pixels beyond which an image is not unpacked: a file of a few MB can hold gigabytes. 21 million pixels in
 * colour are less.
 */
const maxPixelBytes = 64 * 1024 * 1024;

/** The sketch, and whether the image has no colour, as far as that is seen from the rows that are unpacked. */
function sketchOf(
  form: Form,
  data: readonly Buffer[],
  palette: Buffer | null,
  cellRows: number,
): { sketch: Uint8Array | null; grey: boolean; sharpness: number | null } {
  let grey = form.colour === 0 || form.colour === 4;
  const samples = samplesOf[form.colour];
  if (samples === undefined)
    throw new ImageError('unreadable', `it has a colour type that PNG does not know (${form.colour})`);
  if (form.interlaced || form.depth < 8) return { sketch: null, grey, sharpness: null };
  const pixelBytes = samples * (form.depth >> 3);
  const rowBytes = form.width * pixelBytes;
  const sketcher = createSketcher(form.width, form.height, cellRows);
  const wanted = sketcher.pixelRows * (rowBytes + 1);
  if (wanted > maxPixelBytes) return { sketch: null, grey, sharpness: null };
  const rows = inflated(data, wanted, form.height * (rowBytes + 1));
  if (rows === null) return { sketch: null, grey, sharpness: null };
  if (rows.length < wanted) throw new ImageError('truncated', 'it holds fewer pixels than it says');
  const step = form.depth >> 3;
  // Of an image of which the top alone is wanted, the sharp parts may be below.
  const meter = cellRows === sketchSide ? createSharpnessMeter(form.width) : null;
  const mayBeGrey = form.colour === 2 || form.colour === 6;
  let coloured = !mayBeGrey;
  for (let y = 0; y < sketcher.pixelRows; y++) {
    const start = y * (rowBytes + 1) + 1;
    unfilter(rows, start, rowBytes, pixelBytes);
    if (!coloured) coloured = hasColour(rows, start, form.width, pixelBytes, step);
    const greyAt = greyOf(rows, start, pixelBytes, step, form.colour, palette);
    sketcher.row(y, greyAt);
    if (y % meteredRows === 0) meter?.row(greyAt);
  }
  if (mayBeGrey) grey = !coloured;
  return { sketch: sketcher.finish(), grey, sharpness: meter?.finish() ?? null };
}

/** Of so many rows one is enough to find the edges. */
const meteredRows = 8;

/** Whether one of the pixels of a row, some of which are looked at, has a colour. */
function hasColour(rows: Buffer, start: number, width: number, pixelBytes: number, step: number): boolean {
  const stride = Math.max(1, width >> 5);
  for (let x = 0; x < width; x += stride) {
    const at = start + x * pixelBytes;
    const [red, green, blue] = [rows[at]!, rows[at + step]!, rows[at + 2 * step]!];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > maxGreyDifference) return true;
  }
  return false;
}

/** Grey images that went through a JPEG are off by as much. */
const maxGreyDifference = 6;

/**
 * The first bytes of the pixels, `wanted` of `all` or more. Of an image whose top alone is wanted only a part is
 * unpacked, and all of it where that was not enough. Null when that would be more than `maxPixelBytes`.
 */
function inflated(data: readonly Buffer[], wanted: number, all: number): Buffer | null {
  const packed = data.length === 1 ? data[0]! : Buffer.concat(data);
  if (wanted * 2 < all) {
    const share = Math.ceil((packed.length * wanted * 1.25) / all) + 64;
    const most = Math.min(all, maxPixelBytes);
    const top = unpacked(packed.subarray(0, share), wanted * 2, most, constants.Z_SYNC_FLUSH);
    if (top !== null && top.length >= wanted) return top;
  }
  if (all > maxPixelBytes) return null;
  const whole = unpacked(packed, all, all, constants.Z_FINISH);
  if (whole === null) throw new ImageError('unreadable', 'its pixels are damaged (more of them than it says)');
  return whole;
}

/** Null when there are more than `most` bytes. */
function unpacked(packed: Buffer, expected: number, most: number, finishFlush: number): Buffer | null {
  try {
    // A chunk that all fits into is not copied.
    const chunkSize = Math.max(1024, Math.min(expected, most) + 64);
    return inflateSync(packed, { chunkSize, finishFlush, maxOutputLength: most + 65_536 });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return null;
    const reason = errorMessage(error);
    const kind = reason.includes('unexpected end') ? 'truncated' : 'unreadable';
    throw new ImageError(kind, `its pixels are damaged (${reason})`);
  }
}

/** Undoes a row's filter in place (PNG, 9.2). The row above has been undone already. */
function unfilter(rows: Buffer, start: number, length: number, pixel: number): void {
  const above = start - length - 1;
  const first = above < 0;
  switch (rows[start - 1]) {
    case 0:
      return;
    case 1:
      for (let at = start + pixel; at < start + length; at++) rows[at] = rows[at]! + rows[at - pixel]!;
      return;
    case 2:
      if (first) return;
      for (let at = start, up = above; at < start + length; at++, up++) rows[at] = rows[at]! + rows[up]!;
      return;
    case 3:
      for (let index = 0; index < length; index++) {
        const left = index < pixel ? 0 : rows[start + index - pixel]!;
        const up = first ? 0 : rows[above + index]!;
        rows[start + index] = rows[start + index]! + ((left + up) >> 1);
      }
      return;
    case 4:
      for (let index = 0; index < Math.min(pixel, length); index++) {
        rows[start + index] = rows[start + index]! + (first ? 0 : rows[above + index]!);
      }
      for (let at = start + pixel, up = above + pixel; at < start + length; at++, up++) {
        rows[at] = rows[at]! + (first ? rows[at - pixel]! : paeth(rows[at - pixel]!, rows[up]!, rows[up - pixel]!));
      }
      return;
    default:
      throw new ImageError('unreadable', `its pixels are damaged (row filter ${rows[start - 1]})`);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const byLeft = Math.abs(up - corner);
  const byUp = Math.abs(left - corner);
  const byCorner = Math.abs(left + up - 2 * corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

/** How to read the grey value of the pixels of one row. Of 16-bit samples the high byte is enough. */
function greyOf(
  rows: Buffer,
  start: number,
  pixelBytes: number,
  step: number,
  colour: number,
  palette: Buffer | null,
): (x: number) => number {
  if (colour === 3) {
    return (x) => {
      const at = rows[start + x]! * 3;
      return luma(palette?.[at] ?? 0, palette?.[at + 1] ?? 0, palette?.[at + 2] ?? 0);
    };
  }
  if (colour === 0 || colour === 4) return (x) => rows[start + x * pixelBytes]!;
  return (x) => {
    const at = start + x * pixelBytes;
    return luma(rows[at]!, rows[at + step]!, rows[at + 2 * step]!);
  };
}

/** Source of the weights: ITU-R BT.601. */
function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
