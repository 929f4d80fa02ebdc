import { type Picture, PictureProblem } from './picture.ts';

/** Reads the size of a GIF file, and whether it is whole; no sketch. Source: CompuServe, GIF89a Specification, 18 and 27. */
export function readGif(bytes: Buffer): Picture {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)))
    throw new PictureProblem('unreadable', 'it is not a GIF picture');
  const width = bytes.readUInt16LE(6);
  const height = bytes.readUInt16LE(8);
  if (bytes.lastIndexOf(0x3b) < bytes.length - 64)
    throw new PictureProblem('truncated', 'its end is missing (trailer)');
  if (width === 0 || height === 0) throw new PictureProblem('unreadable', 'it says that it has no pixels');
  return { format: 'gif', width, height, sketch: null };
}
