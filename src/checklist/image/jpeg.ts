import { decodeMeans, gridOf } from './jpegScan.ts';
import { type JpegFrame, readSegments } from './jpegSegments.ts';
import { type ImageInfo, ImageError, sketchSide } from './image.ts';
import { createSketcher } from './sketch.ts';

/**
 * Reads a JPEG file: its size, whether it is whole, and a sketch from the mean of every block of 8 x 8 pixels, which is
 * what its DC coefficients are. So no pixel has to be computed. Arithmetic coding and lossless images get no sketch.
 * Source: ITU-T T.81.
 */
export function readJpeg(bytes: Buffer, cellRows: number): ImageInfo {
  if (bytes[1] !== 0xd8) throw new ImageError('unreadable', 'it is not a JPEG image');
  const frame: JpegFrame = {
    width: 0,
    height: 0,
    components: [],
    tables: new Map(),
    quantisers: new Map(),
    restart: 0,
    kind: null,
    depth: 8,
    orientation: 1,
  };
  const scan = readSegments(bytes, frame);
  if (frame.kind === null || frame.width === 0 || frame.height === 0) {
    throw new ImageError('unreadable', 'it has no JPEG frame header');
  }
  // Some cameras pad the end, so the marker need not be the last two bytes.
  if (bytes.lastIndexOf(endOfImage) < scan.start) throw new ImageError('truncated', 'its end is missing (EOI marker)');
  const { width, height, components, depth, orientation } = frame;
  const cmyk = components.length === 4;
  const traits = { grey: components.length === 1, cmyk, deep: depth > 8, orientation };
  const grid = frame.kind === 'huffman' ? gridOf(frame, scan) : null;
  if (grid === null) return { format: 'jpeg', width, height, sketch: null, traits, sharpness: null };
  const sketcher = createSketcher(grid.width, grid.height, cellRows);
  const means = decodeMeans(bytes, scan, frame, grid, sketcher.pixelRows);
  for (let y = 0; y < sketcher.pixelRows; y++) sketcher.row(y, (x) => means.values[y * grid.stride + x]!);
  // The sharp parts may be below what was decoded.
  const sharpness = cellRows === sketchSide ? means.sharpness : null;
  // The parts of the pixels that hold colour stay near their middle where there is none.
  const grey = traits.grey || (!cmyk && means.colour <= maxGreyColour);
  return {
    format: 'jpeg',
    width,
    height,
    sketch: sketcher.finish(),
    traits: { ...traits, grey },
    sharpness,
  };
}

/** Grey values from the middle that rounding gives a grey image. */
const maxGreyColour = 3;

const endOfImage = Buffer.from([0xff, 0xd9]);
