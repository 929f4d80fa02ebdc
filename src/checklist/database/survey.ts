import type { PictureStore } from '../scan/pictureStore.ts';
import { loadCache, saveCache } from '../scan/cache.ts';
import { createPictureStore, storePicture } from '../scan/pictureStore.ts';
import { scanAll } from '../scan/scanAll.ts';
import type { ScannedLabels } from '../scan/scanPicture.ts';
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
  await scanAll(
    listed.map(({ path, labels }, index) => ({
      path,
      labels: labels.kind === 'read' ? null : labels,
      known: known[index] === 1 ? { size: store.sizes[index]!, modified: store.modified[index]! } : null,
    })),
    {
      settings: { rules: { categories: dataSet.categories, network }, yolo: dataSet.yolo, names: dataSet.names },
      threads,
      onScanned: (index, { file, labels }) => {
        storePicture(store, index, file);
        store.labels[index] = labels ?? labelsRead(listed[index]!);
      },
      onProgress: (done) => onProgress(done, listed.length),
    },
  );
  saveCache(dataSet.path, store);
  return { dataSet, store, train, valid };
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
