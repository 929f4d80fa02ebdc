import { closeSync, openSync, readSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { type Finding, found } from '../checks/finding.ts';
import { isImageName, namesIn } from '../sources/files.ts';
import type { Survey } from './survey.ts';

/** Finds label files beside those of the images, or in the same folders, that no image belongs to. */
export function checkOrphans({ dataSet, train, valid }: Survey): Finding[] {
  const kind = dataSet.train.images[0]?.labels.kind;
  if (kind !== 'yolo' && kind !== 'voc') return [];
  const ending = kind === 'yolo' ? '.txt' : '.xml';
  const wanted = new Set<string>();
  /** Folders of labels, each with the folders in which its images are. */
  const folders = new Map<string, Set<string>>();
  for (const { image } of [...train, ...valid]) {
    if (image.labels.kind === 'read') continue;
    for (const path of image.labels.paths) {
      wanted.add(path);
      const folder = dirname(path);
      let images = folders.get(folder);
      if (images === undefined) folders.set(folder, (images = new Set()));
      images.add(dirname(image.path));
    }
  }
  return [...folders].flatMap(([folder, images]) =>
    withoutImage(folder, images, ending)
      .filter((path) => !wanted.has(path) && (kind === 'voc' || isLabels(path)))
      .map((path) => found('label-orphan', `No image belongs to ${path}.`, { file: path, line: null }, [path])),
  );
}

function withoutImage(folder: string, imageFolders: ReadonlySet<string>, ending: string): string[] {
  const labels = namesIn(folder).filter((name) => extname(name) === ending);
  if (labels.length === 0) return [];
  const stems = new Set(
    [...imageFolders].flatMap((each) =>
      namesIn(each)
        .filter(isImageName)
        .map((name) => basename(name, extname(name))),
    ),
  );
  return labels.filter((name) => !stems.has(basename(name, ending))).map((name) => join(folder, name));
}

/** Whether a text begins as labels do: lists of names and notes lie in the same folders. */
function isLabels(path: string): boolean {
  let file = -1;
  try {
    file = openSync(path, 'r');
    const bytes = Buffer.alloc(256);
    return /^\uFEFF?\s*\d+(?:\.0+)?(?:\s+-?[\d.]+(?:e-?\d+)?){4}/i.test(
      bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0)),
    );
  } catch {
    return false;
  } finally {
    if (file !== -1) closeSync(file);
  }
}
