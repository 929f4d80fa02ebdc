import type { ImageTraits } from './traits.ts';

/** What the bytes of an image file say. */
export interface ImageInfo {
  readonly format: 'png' | 'jpeg' | 'bmp' | 'gif' | 'webp';
  /** Pixels, as stored: a rotation that EXIF asks for is not applied. */
  readonly width: number;
  readonly height: number;
  /**
   * What it looks like: the grey values of as many rows of `sketchSide` cells as were asked for; null where it cannot
   * be told.
   */
  readonly sketch: Uint8Array | null;
  readonly traits: ImageTraits;
  /** 1 is the least of a sharp image; null where it cannot be told, or only a part was unpacked. */
  readonly sharpness: number | null;
}

/** Why a file is no whole image. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly kind: 'unreadable' | 'truncated';

  constructor(kind: ImageError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Side of a whole sketch in cells. */
export const sketchSide = 16;

/** Rows of cells that tell most images apart, and that only an eighth of an image has to be decoded for. */
export const topRows = 2;
