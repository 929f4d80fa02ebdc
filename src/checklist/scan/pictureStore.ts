import { sketchSide } from '../picture/picture.ts';
import type { ScannedFile, ScannedLabels } from './scanPicture.ts';

const sketchCells = sketchSide * sketchSide;

/** What is known of all pictures, by their place in the list: in flat arrays, so that 100,000 of them take some 35 MB. */
export interface PictureStore {
  readonly paths: readonly string[];
  readonly sizes: Float64Array;
  readonly modified: Float64Array;
  /** Pixels; 0 where the picture could not be read. */
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  readonly checksums: Uint32Array;
  readonly sketches: Uint8Array;
  /** 1 where there is a sketch. */
  readonly sketched: Uint8Array;
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
    sketches: new Uint8Array(count * sketchCells),
    sketched: new Uint8Array(count),
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
      if (file.sketch !== null) store.sketches.set(file.sketch, index * sketchCells);
      return;
  }
  // What the cache knew of it no longer holds.
  store.widths[index] = 0;
  store.heights[index] = 0;
  store.sketched[index] = 0;
}

/** A view of the sketch of a picture. */
export function sketchOf(store: PictureStore, index: number): Uint8Array {
  return store.sketches.subarray(index * sketchCells, (index + 1) * sketchCells);
}
