import { type ImageInfo, ImageError } from './image.ts';
import { usualTraits } from './traits.ts';

/**
 * Reads the size of a WebP file (lossy, lossless or extended), and whether it is whole; no sketch. Source: RFC 9649.
 */
export function readWebp(bytes: Buffer): ImageInfo {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') {
    throw new ImageError('unreadable', 'it is not a WebP image');
  }
  if (bytes.readUInt32LE(4) + 8 > bytes.length) throw new ImageError('truncated', 'it is shorter than it says');
  const [width, height] = sizeOf(bytes);
  if (width === 0 || height === 0) throw new ImageError('unreadable', 'it says that it has no pixels');
  return { format: 'webp', width, height, sketch: null, traits: usualTraits, sharpness: null };
}

function sizeOf(bytes: Buffer): [number, number] {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21);
      return [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1];
    }
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    default:
      throw new ImageError('unreadable', 'its first chunk is not one of WebP');
  }
}
