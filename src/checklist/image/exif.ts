/**
 * The orientation that EXIF asks for, 1..8, of which 1 is as stored; 1 where it says nothing. `tiff` begins with the
 * byte order. Source: CIPA DC-008 (Exif 2.3), 4.6.2 and 4.6.4 (tag 274).
 */
export function exifOrientation(tiff: Buffer): number {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  try {
    const start = long(4);
    const entries = short(start);
    for (let entry = 0; entry < Math.min(entries, maxEntries); entry++) {
      const at = start + 2 + entry * 12;
      if (short(at) !== orientationTag) continue;
      const value = short(at + 8);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch {
    // It ends in the middle, which makes the image no worse.
  }
  return 1;
}

const orientationTag = 274;
/** Cameras write some thirty. */
const maxEntries = 500;
