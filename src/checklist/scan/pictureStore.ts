import { sketchSide, topRows } from '../picture/picture.ts';
import type { ScannedFile, ScannedLabels } from './scanPicture.ts';

/** Cells of the top of a sketch, which is what is kept of every picture. */
export const topCells = sketchSide * topRows;

/** What is known of all pictures, by their place in the list: in flat arrays, so that 100,000 of them take few MB. */
export interface PictureStore {
  readonly paths: readonly string[];
  readonly sizes: Float64Array;
  readonly modified: Float64Array;
  /** Pixels; 0 where the picture could not be read. */
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  readonly checksums: Uint32Array;
  /** The top of each sketch. */
  readonly tops: Uint8Array;
  /** 1 where there is a sketch. */
  readonly sketched: Uint8Array;
  /** The whole sketches of those whose tops are alike. */
  readonly sketches: Map<number, Uint8Array>;
  /** Pictures that could not be read, and why. */
  readonly faults: Map<number, PictureFault>;
  readonly labels: (ScannedLabels | null)[];
}

export interface PictureFault {
  readonly state: 'missing' | 'unreadable' | 'truncated';
  /** A clause that says why ("it ..."). */
  readonly what: string;
}

export function createPictureStore(paths: readonly string[]): PictureStore {
  const count = paths.length;
  return {
    paths,
    sizes: new Float64Array(count),
    modified: new Float64Array(count),
    widths: new Int32Array(count),
    heights: new Int32Array(count),
    checksums: new Uint32Array(count),
    tops: new Uint8Array(count * topCells),
    sketched: new Uint8Array(count),
    sketches: new Map(),
    faults: new Map(),
    labels: Array<ScannedLabels | null>(count).fill(null),
  };
}

/** Puts in what was found of a picture. One that is unchanged keeps what the cache had put in. */
export function storePicture(store: PictureStore, index: number, file: ScannedFile): void {
  switch (file.state) {
    case 'unchanged':
      return;
    case 'missing':
      store.faults.set(index, { state: 'missing', what: 'there is no such file' });
      break;
    case 'unreadable':
    case 'truncated':
      store.faults.set(index, file);
      break;
    case 'read':
      store.sizes[index] = file.size;
      store.modified[index] = file.modified;
      store.widths[index] = file.width;
      store.heights[index] = file.height;
      store.checksums[index] = file.checksum;
      store.sketched[index] = file.sketch === null ? 0 : 1;
      if (file.sketch !== null) store.tops.set(file.sketch, index * topCells);
      store.sketches.delete(index);
      return;
  }
  // What the cache knew of it no longer holds.
  store.widths[index] = 0;
  store.heights[index] = 0;
  store.sketched[index] = 0;
  store.sketches.delete(index);
}
