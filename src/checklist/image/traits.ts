/** How an image is stored, as far as trainers differ in what they make of it. */
export interface ImageTraits {
  /** Without colour. */
  readonly grey: boolean;
  readonly cmyk: boolean;
  /** More than 8 bits a sample. */
  readonly deep: boolean;
  /** As EXIF has it, 1..8: 1 is as stored, from 5 on width and height change places. */
  readonly orientation: number;
}

export const usualTraits: ImageTraits = { grey: false, cmyk: false, deep: false, orientation: 1 };

/** Returns traits as a number below 64, for the flat arrays that images are kept in. */
export function packTraits({ grey, cmyk, deep, orientation }: ImageTraits): number {
  return Number(grey) + 2 * Number(cmyk) + 4 * Number(deep) + 8 * (orientation - 1);
}

/** Returns a sharpness as a whole number below 256, for the same arrays; 0 for none. */
export function packSharpness(sharpness: number | null): number {
  return sharpness === null ? 0 : Math.max(1, Math.min(255, Math.round(sharpness * sharpnessUnit)));
}

/** The sharpness that `packSharpness` packed; null for none. */
export function sharpnessOf(packed: number): number | null {
  return packed === 0 ? null : packed / sharpnessUnit;
}

const sharpnessUnit = 50;

/** What `packTraits` packed. */
export function traitsOf(packed: number): ImageTraits {
  return {
    grey: (packed & 1) !== 0,
    cmyk: (packed & 2) !== 0,
    deep: (packed & 4) !== 0,
    orientation: (packed >> 3) + 1,
  };
}
