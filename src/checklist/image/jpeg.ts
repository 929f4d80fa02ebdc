import { decodeMeans, gridOf } from './jpegScan.ts';
import { type JpegFrame, readSegments } from './jpegSegments.ts';
import { type ImageInfo, ImageError } from './image.ts';
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
  };
  const scan = readSegments(bytes, frame);
  if (frame.kind === null || frame.width === 0 || frame.height === 0) {
    throw new ImageError('unreadable', 'it has no JPEG frame header');
  }
  // Some cameras pad the end, so the marker need not be the last two bytes.
  if (bytes.lastIndexOf(endOfImage) < scan.start) throw new ImageError('truncated', 'its end is missing (EOI marker)');
  const { width, height } = frame;
  const grid = frame.kind === 'huffman' ? gridOf(frame, scan) : null;
  if (grid === null) return { format: 'jpeg', width, height, sketch: null };
  const sketcher = createSketcher(grid.columns, grid.rows, cellRows);
  const means = decodeMeans(bytes, scan, frame, grid, sketcher.pixelRows);
  for (let y = 0; y < sketcher.pixelRows; y++) sketcher.row(y, (x) => means[y * grid.stride + x]!);
  return { format: 'jpeg', width, height, sketch: sketcher.finish() };
}

const endOfImage = Buffer.from([0xff, 0xd9]);
