import { type ImageInfo, ImageError } from './image.ts';
import { usualTraits } from './traits.ts';
import { createSketcher } from './sketch.ts';

/**
 * Reads a BMP file. Only uncompressed images of 24 or 32 bits get a sketch. Source: Microsoft, "Bitmap Storage"
 * (BITMAPFILEHEADER, BITMAPINFOHEADER).
 */
export function readBmp(bytes: Buffer, cellRows: number): ImageInfo {
  if (bytes[1] !== 0x4d || bytes.length < 26) throw new ImageError('unreadable', 'it is not a BMP image');
  const start = bytes.readUInt32LE(10);
  const old = bytes.readUInt32LE(14) === 12;
  const width = old ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = old ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const packed = !old && bytes.readUInt32LE(30) !== 0;
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw new ImageError('unreadable', 'it says that it has no pixels');
  if (packed) return { format: 'bmp', width, height, sketch: null, traits: usualTraits, sharpness: null };
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (start + rowBytes * height > bytes.length) {
    throw new ImageError('truncated', 'it holds fewer pixels than it says');
  }
  if (bits !== 24 && bits !== 32)
    return { format: 'bmp', width, height, sketch: null, traits: usualTraits, sharpness: null };
  const sketcher = createSketcher(width, height, cellRows);
  for (let y = 0; y < sketcher.pixelRows; y++) {
    // A positive height means that the lowest row comes first.
    const row = start + rowBytes * (signedHeight > 0 ? height - 1 - y : y);
    sketcher.row(y, (x) => {
      const at = row + x * (bits >> 3);
      return 0.114 * bytes[at]! + 0.587 * bytes[at + 1]! + 0.299 * bytes[at + 2]!;
    });
  }
  return { format: 'bmp', width, height, sketch: sketcher.finish(), traits: usualTraits, sharpness: null };
}
