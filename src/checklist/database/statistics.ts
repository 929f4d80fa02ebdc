import type { ImageStore } from '../scan/imageStore.ts';
import type { Survey, Surveyed } from './survey.ts';

/** The statistics of a data set. */
export interface Statistics {
  readonly train: PartStatistics;
  /** Null where there is no validation set. */
  readonly valid: PartStatistics | null;
  /** By number; alphabetical in VOC sets without a list of names. */
  readonly classes: readonly ClassStatistics[];
}

export interface PartStatistics {
  /** Images that could be read. */
  readonly images: number;
  readonly objects: number;
  /** Images without an object. */
  readonly negatives: number;
  /** The image with the most boxes; null without boxes. */
  readonly maxBoxes: { readonly count: number; readonly path: string } | null;
  /** Width and height of every usable box as fractions of its image: two numbers a box. */
  readonly sizes: Float32Array;
}

export interface ClassStatistics {
  readonly name: string;
  readonly train: { readonly images: number; readonly objects: number };
  readonly valid: { readonly images: number; readonly objects: number };
}

/** Counts images, objects and classes. Unreadable images and boxes of unknown classes are left out. */
export function countDataSet({ dataSet, store, train, valid }: Survey): Statistics {
  const names = dataSet.names ?? (dataSet.categories === null ? namesUsed(store) : numbered(dataSet.categories));
  const count = Math.max(names.length, dataSet.categories ?? 0);
  const numberOf = new Map(names.map((name, category) => [name, category]));
  const counts = (): Counts => ({ images: new Uint32Array(count), objects: new Uint32Array(count) });
  const [trainCounts, validCounts] = [counts(), counts()];
  const trainPart = countPart(store, train, numberOf, trainCounts);
  const validPart = dataSet.valid === null ? null : countPart(store, valid, numberOf, validCounts);
  return {
    train: trainPart,
    valid: validPart,
    classes: Array.from({ length: count }, (_, category) => ({
      name: names[category] ?? String(category),
      train: { images: trainCounts.images[category]!, objects: trainCounts.objects[category]! },
      valid: { images: validCounts.images[category]!, objects: validCounts.objects[category]! },
    })),
  };
}

interface Counts {
  readonly images: Uint32Array;
  readonly objects: Uint32Array;
}

function countPart(
  store: ImageStore,
  images: readonly Surveyed[],
  numberOf: ReadonlyMap<string, number>,
  counts: Counts,
): PartStatistics {
  let read = 0;
  let objects = 0;
  let negatives = 0;
  let maxBoxes: PartStatistics['maxBoxes'] = null;
  const sizes: number[] = [];
  for (const index of new Set(images.map((surveyed) => surveyed.index))) {
    if (store.faults.has(index)) continue;
    read++;
    const labels = store.labels[index];
    const boxes = labels?.boxes ?? [];
    const seen = new Set<number>();
    if (boxes.length === 0) negatives++;
    if (boxes.length / 3 > (maxBoxes?.count ?? 0)) maxBoxes = { count: boxes.length / 3, path: store.paths[index]! };
    for (let at = 0; at < boxes.length; at += 3) {
      const name = labels?.names?.[at / 3]?.name;
      const category = name === undefined ? boxes[at]! : (numberOf.get(name) ?? -1);
      const [width, height] = [boxes[at + 1]!, boxes[at + 2]!];
      if (!(category in counts.objects) || !(width > 0 && height > 0 && width <= 1.01 && height <= 1.01)) continue;
      objects++;
      counts.objects[category]!++;
      if (!seen.has(category)) counts.images[category]!++;
      seen.add(category);
      sizes.push(width, height);
    }
  }
  return { images: read, objects, negatives, maxBoxes, sizes: Float32Array.from(sizes) };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, category) => String(category));
}

function namesUsed(store: ImageStore): string[] {
  return [...new Set(store.labels.flatMap((labels) => labels?.names?.map(({ name }) => name) ?? []))].toSorted();
}
