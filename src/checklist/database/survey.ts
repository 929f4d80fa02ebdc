import type { PictureStore } from '../scan/pictureStore.ts';
import { loadCache, saveCache } from '../scan/cache.ts';
import { createPictureStore, storePicture } from '../scan/pictureStore.ts';
import { scanAll } from '../scan/scanAll.ts';
import type { ScannedLabels, ScanSettings } from '../scan/scanPicture.ts';
import { sketchSide, topRows } from '../picture/picture.ts';
import { markAlikeTops } from './nearDuplicates.ts';
import type { LabelRules } from '../labels/labels.ts';
import type { DataSet, ListedPicture, Part } from '../sources/dataSet.ts';

/** A data set with all its pictures and labels read. */
export interface Survey {
  readonly dataSet: DataSet;
  readonly store: PictureStore;
  /** The pictures of each part, each with its place in the store. */
  readonly train: readonly Surveyed[];
  readonly valid: readonly Surveyed[];
}

export interface Surveyed {
  readonly picture: ListedPicture;
  readonly index: number;
}

export interface SurveyOptions {
  readonly network: LabelRules['network'];
  readonly threads: number | null;
  /** Pictures read, of how many. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Reads all pictures and labels of a data set, each file once, and those that have not changed since the last time not at all. */
export async function surveyDataSet(
  dataSet: DataSet,
  { network, threads, onProgress }: SurveyOptions,
): Promise<Survey> {
  const places = new Map<string, number>();
  const listed: ListedPicture[] = [];
  const place = (part: Part | null): Surveyed[] =>
    (part?.pictures ?? []).map((picture) => {
      let index = places.get(picture.path);
      if (index === undefined) {
        index = listed.push(picture) - 1;
        places.set(picture.path, index);
      }
      return { picture, index };
    });
  const train = place(dataSet.train);
  const valid = place(dataSet.valid);
  const store = createPictureStore(listed.map(({ path }) => path));
  const known = loadCache(dataSet.path, store);
  const settings = { rules: { categories: dataSet.categories, network }, yolo: dataSet.yolo, names: dataSet.names };
  await scanAll(
    listed.map(({ path, labels }, index) => ({
      path,
      labels: labels.kind === 'read' ? null : labels,
      known: known[index] === 1 ? { size: store.sizes[index]!, modified: store.modified[index]! } : null,
    })),
    {
      settings: { ...settings, cellRows: topRows },
      threads,
      onScanned: (index, { file, labels }) => {
        storePicture(store, index, file);
        store.labels[index] = labels ?? labelsRead(listed[index]!);
      },
      onProgress: (done) => onProgress(done, listed.length),
    },
  );
  await sketchAlike(store, settings, { threads, onProgress });
  saveCache(dataSet.path, store);
  return { dataSet, store, train, valid };
}

/** Sketches those pictures wholly that could be nearly the same as another. */
async function sketchAlike(
  store: PictureStore,
  settings: Omit<ScanSettings, 'cellRows'>,
  { threads, onProgress }: Pick<SurveyOptions, 'threads' | 'onProgress'>,
): Promise<void> {
  const alike = markAlikeTops(store.tops, store.sketched);
  const indices = store.paths.flatMap((_, index) => (alike[index] === 1 && !store.sketches.has(index) ? [index] : []));
  await scanAll(
    indices.map((index) => ({ path: store.paths[index]!, labels: null, known: null })),
    {
      settings: { ...settings, cellRows: sketchSide },
      threads,
      onScanned: (place, { file }) => {
        if (file.state === 'read' && file.sketch !== null)
          store.sketches.set(indices[place]!, Uint8Array.from(file.sketch));
      },
      onProgress: (done) => onProgress(done, indices.length),
    },
  );
}

/** Labels that came with the description of the data set; what is wrong with them was found there. */
function labelsRead({ labels, listed }: ListedPicture): ScannedLabels | null {
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
