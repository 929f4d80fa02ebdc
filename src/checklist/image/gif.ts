import { type ImageInfo, ImageError } from './image.ts';
import { usualTraits } from './traits.ts';

/**
 * Reads the size of a GIF file, and whether all of its blocks are there; no sketch. Source: CompuServe, GIF89a
 * Specification.
 */
export function readGif(bytes: Buffer): ImageInfo {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) {
    throw new ImageError('unreadable', 'it is not a GIF image');
  }
  const width = bytes.readUInt16LE(6);
  const height = bytes.readUInt16LE(8);
  if (width === 0 || height === 0) throw new ImageError('unreadable', 'it says that it has no pixels');
  let at = 13 + colours(bytes.readUInt8(10));
  for (;;) {
    switch (bytes[at]) {
      case undefined:
        throw new ImageError('truncated', 'its end is missing (trailer)');
      case trailer:
        return { format: 'gif', width, height, sketch: null, traits: usualTraits, sharpness: null };
      case extension:
        at = afterBlocks(bytes, at + 2);
        break;
      case image:
        at = afterBlocks(bytes, at + 11 + colours(bytes.readUInt8(at + 9)));
        break;
      default:
        throw new ImageError('unreadable', `it is damaged at byte ${at} (no such block)`);
    }
  }
}

const extension = 0x21;
const image = 0x2c;
const trailer = 0x3b;

/** Bytes of the colour table that a byte of flags announces. */
function colours(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1);
}

/** Where the chain of sub-blocks ends that begins here: each tells its length, the last one is empty. */
function afterBlocks(bytes: Buffer, from: number): number {
  let at = from;
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += length + 1;
  return at + 1;
}
