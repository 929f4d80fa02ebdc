import { formFields } from '../labels/forms.ts';
import { sketchSide, topRows } from '../image/image.ts';
import type { ScannedFile, ScannedLabels } from './scanImage.ts';

/** Cells of the top of a sketch, which is what is kept of every image. */
export const topCells = sketchSide * topRows;

/** What is known of all images, by their place in the list: in flat arrays, so that 100,000 of them take few MB. */
export interface ImageStore {
  readonly paths: readonly string[];
  readonly sizes: Float64Array;
  readonly modified: Float64Array;
  /** Pixels; 0 where the image could not be read. */
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  readonly checksums: Uint32Array;
  /** What `packTraits` packed of each. */
  readonly traits: Uint8Array;
  /** What `packSharpness` packed of each. */
  readonly sharpness: Uint8Array;
  /** The top of each sketch. */
  readonly tops: Uint8Array;
  /** 1 where there is a sketch. */
  readonly sketched: Uint8Array;
  /** The whole sketches of those whose tops are alike. */
  readonly sketches: Map<number, Uint8Array>;
  /** Images that could not be read, and why. */
  readonly faults: Map<number, ImageFault>;
  readonly labels: (ScannedLabels | null)[];
  /** What `packForms` made of the boxes of each image. */
  readonly forms: Uint16Array;
}

export interface ImageFault {
  readonly state: 'missing' | 'unreadable' | 'truncated';
  /** A clause that says why ("it ..."). */
  readonly what: string;
}

export function createImageStore(paths: readonly string[]): ImageStore {
  const count = paths.length;
  return {
    paths,
    sizes: new Float64Array(count),
    modified: new Float64Array(count),
    widths: new Int32Array(count),
    heights: new Int32Array(count),
    checksums: new Uint32Array(count),
    traits: new Uint8Array(count),
    sharpness: new Uint8Array(count),
    tops: new Uint8Array(count * topCells),
    sketched: new Uint8Array(count),
    sketches: new Map(),
    faults: new Map(),
    labels: Array<ScannedLabels | null>(count).fill(null),
    forms: new Uint16Array(count * formFields),
  };
}

/** Puts in what was found of an image. One that is unchanged keeps what the cache had put in. */
export function storeImage(store: ImageStore, index: number, file: ScannedFile): void {
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
      store.traits[index] = file.traits;
      store.sharpness[index] = file.sharpness;
      store.sketched[index] = file.sketch === null ? 0 : 1;
      store.sketches.delete(index);
      if (file.sketch === null) return;
      store.tops.set(file.sketch.subarray(0, topCells), index * topCells);
      if (file.sketch.length > topCells) store.sketches.set(index, Uint8Array.from(file.sketch));
      return;
  }
  // What the cache knew of it no longer holds.
  store.widths[index] = 0;
  store.heights[index] = 0;
  store.sketched[index] = 0;
  store.sketches.delete(index);
}
