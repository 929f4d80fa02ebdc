/** What the bytes of a picture file say. */
export interface Picture {
  readonly format: 'png' | 'jpeg' | 'bmp' | 'gif' | 'webp';
  /** Pixels, as stored: a rotation that EXIF asks for is not applied. */
  readonly width: number;
  readonly height: number;
  /** What it looks like: the grey values of as many rows of `sketchSide` cells as were asked for; null where it cannot be told. */
  readonly sketch: Uint8Array | null;
}

/** Why a file is no whole picture. */
export class PictureProblem extends Error {
  override readonly name = 'PictureProblem';
  readonly kind: 'unreadable' | 'truncated';

  constructor(kind: PictureProblem['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Side of a whole sketch in cells. */
export const sketchSide = 16;

/** Rows of cells that tell most pictures apart, and that only an eighth of a picture has to be decoded for. */
export const topRows = 2;
