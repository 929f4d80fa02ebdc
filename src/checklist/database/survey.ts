import type { ImageStore } from '../scan/imageStore.ts';
import { loadCache, saveCache } from '../scan/cache.ts';
import { createImageStore, storeImage } from '../scan/imageStore.ts';
import { scanAll } from '../scan/scanAll.ts';
import type { ScannedLabels, ScanSettings } from '../scan/scanImage.ts';
import { scanInterrupted } from '../interruptedScan.ts';
import { sketchSide, topRows } from '../image/image.ts';
import { markAlikeTops, maxEachWithEach } from './nearDuplicates.ts';
import { formFields } from '../labels/forms.ts';
import type { LabelRules } from '../labels/labels.ts';
import type { DataSet, ListedImage, DataSetPart } from '../sources/dataSet.ts';

/** A data set with all its images and labels read. */
export interface Survey {
  readonly dataSet: DataSet;
  readonly store: ImageStore;
  /** The images of each part, with their indices in the store. */
  readonly train: readonly Surveyed[];
  readonly valid: readonly Surveyed[];
}

export interface Surveyed {
  readonly image: ListedImage;
  readonly index: number;
}

export interface SurveyOptions {
  readonly network: LabelRules['network'];
  readonly threads: number | null;
  /** Sketch every image of a large set as a whole. */
  readonly thorough: boolean;
  /** Ends the reading with an error of `scanInterrupted`; null for none. */
  readonly signal: AbortSignal | null;
  /** Called with the number of images read, and of all. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Reads all images and labels of a data set, each file once; images that are unchanged since the last check are not
 * read. What was read is kept for the next one, also when it is interrupted.
 */
export async function surveyDataSet(
  dataSet: DataSet,
  { network, threads, thorough, signal, onProgress }: SurveyOptions,
): Promise<Survey> {
  const places = new Map<string, number>();
  const listed: ListedImage[] = [];
  const place = (part: DataSetPart | null): Surveyed[] =>
    (part?.images ?? []).map((image) => {
      let index = places.get(image.path);
      if (index === undefined) {
        index = listed.push(image) - 1;
        places.set(image.path, index);
      }
      return { image, index };
    });
  const train = place(dataSet.train);
  const valid = place(dataSet.valid);
  const store = createImageStore(listed.map(({ path }) => path));
  const known = loadCache(dataSet.path, store);
  const settings = { rules: { categories: dataSet.categories, network }, yolo: dataSet.yolo, names: dataSet.names };
  let done = 0;
  await scanAll(
    listed.map(({ path, labels }, index) => ({
      path,
      labels: labels.kind === 'read' ? null : labels,
      known: known[index] === 1 ? { size: store.sizes[index]!, modified: store.modified[index]! } : null,
    })),
    {
      settings: { ...settings, cellRows: isEachWhole(listed.length, thorough) ? sketchSide : topRows },
      threads,
      signal,
      onScanned: (index, { file, labels, forms }) => {
        done++;
        storeImage(store, index, file);
        if (forms !== null) store.forms.set(forms, index * formFields);
        store.labels[index] = labels ?? labelsRead(listed[index]!);
      },
      onProgress: (read) => onProgress(read, listed.length),
    },
  );
  if (signal?.aborted !== true) await sketchAlike(store, settings, { threads, thorough, signal, onProgress });
  const isKept = saveCache(dataSet.path, store);
  if (signal?.aborted === true) throw scanInterrupted({ done, total: listed.length }, mistakesIn(store), isKept);
  return { dataSet, store, train, valid };
}

/**
 * Whether all images are sketched as a whole. Of more, only those whose tops are alike are, for which an eighth of each
 * has to be unpacked: a copy whose top was changed is not found then.
 */
function isEachWhole(images: number, thorough: boolean): boolean {
  return thorough || images <= maxEachWithEach;
}

/** Makes whole sketches of the images that may be near-duplicates. */
async function sketchAlike(
  store: ImageStore,
  settings: Omit<ScanSettings, 'cellRows'>,
  { threads, thorough, signal, onProgress }: Omit<SurveyOptions, 'network'>,
): Promise<void> {
  const alike = isEachWhole(store.paths.length, thorough) ? store.sketched : markAlikeTops(store.tops, store.sketched);
  const indices = store.paths.flatMap((_, index) => (alike[index] === 1 && !store.sketches.has(index) ? [index] : []));
  await scanAll(
    indices.map((index) => ({ path: store.paths[index]!, labels: null, known: null })),
    {
      settings: { ...settings, cellRows: sketchSide },
      threads,
      signal,
      onScanned: (place, { file }) => {
        if (file.state === 'read' && file.sketch !== null)
          store.sketches.set(indices[place]!, Uint8Array.from(file.sketch));
      },
      onProgress: (done) => onProgress(done, indices.length),
    },
  );
}

/** What was found in images and labels so far. */
function mistakesIn(store: ImageStore): number {
  return store.labels.reduce((sum, labels) => sum + (labels?.problems.length ?? 0), store.faults.size);
}

/** Labels from the description of the data set; their mistakes were found there. */
function labelsRead({ labels, listed }: ListedImage): ScannedLabels | null {
  if (labels.kind !== 'read') return null;
  return {
    state: 'read',
    path: listed.file,
    boxes: labels.boxes.flatMap(({ category, width, height }) => [category, width, height]),
    names: null,
    empty: false,
    problems: [],
    stated: { ...labels.stated, line: listed.line },
  };
}
