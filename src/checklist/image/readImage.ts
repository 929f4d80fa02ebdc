import { readBmp } from './bmp.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import { type ImageInfo, ImageError, sketchSide } from './image.ts';
import { readPng } from './png.ts';
import { readWebp } from './webp.ts';

/**
 * Reads an image file: format, size, whether it is whole, and a sketch of what it shows, or of its top rows of cells.
 * It goes by the bytes, not by the name. Throws `ImageError` with a clause ("it ...") when the file is no image, is
 * damaged, or ends too early.
 */
export function readImage(bytes: Buffer, cellRows: number = sketchSide): ImageInfo {
  if (bytes.length === 0) throw new ImageError('unreadable', 'it is empty');
  try {
    switch (bytes[0]) {
      case 0x89:
        return readPng(bytes, cellRows);
      case 0xff:
        return readJpeg(bytes, cellRows);
      case 0x42:
        return readBmp(bytes, cellRows);
      case 0x47:
        return readGif(bytes);
      case 0x52:
        return readWebp(bytes);
      default:
        throw new ImageError('unreadable', 'it is not a PNG, JPEG, BMP, GIF or WebP image');
    }
  } catch (error) {
    // A header that ends in the middle is read beyond its end.
    if (error instanceof RangeError) throw new ImageError('truncated', 'it ends within its header');
    throw error;
  }
}
