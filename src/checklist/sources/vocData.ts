import { basename, dirname, extname, join } from 'node:path';
import { type Finding, found } from '../checks/finding.ts';
import type { DataSet, ListedImage, OpenOptions, DataSetPart } from './dataSet.ts';
import { isFile, isImageName, listedLines, namesIn, readText } from './files.ts';
import { checkNames } from './names.ts';

/**
 * Opens a data set in the form of Pascal VOC: a folder with Annotations/, JPEGImages/ and ImageSets/Main/. Without
 * image sets, every image is for training. Source: Everingham et al., The PASCAL VOC Challenge 2012 Development Kit, 6.
 */
export function openVocData(folder: string, _options: OpenOptions): DataSet {
  const findings: Finding[] = [];
  const images = new Map(
    namesIn(join(folder, 'JPEGImages'))
      .filter(isImageName)
      .map((name) => [basename(name, extname(name)), join(folder, 'JPEGImages', name)]),
  );
  const readPart = (name: DataSetPart['name'], sets: readonly string[]): DataSetPart | null => {
    const list = sets.map((set) => join(folder, 'ImageSets', 'Main', `${set}.txt`)).find(isFile);
    if (list === undefined) return null;
    const listed = readSet(list, folder, images);
    if (listed.length === 0) findings.push(found('list-empty', 'The list holds no image.', { file: list, line: null }));
    return { name, source: list, images: listed };
  };
  const names = readNames(folder, findings);
  return {
    form: 'voc',
    path: folder,
    names,
    categories: names?.length ?? null,
    yolo: { outlines: false, keyPoints: 0 },
    train: readPart('train', ['train', 'trainval']) ?? everything(folder, images, findings),
    valid: readPart('valid', ['val', 'valid', 'test']),
    findings,
  };
}

/**
 * The lists of names that tools put beside a VOC data set. The form itself has none: classes are what the annotations
 * name.
 */
function readNames(folder: string, findings: Finding[]): readonly string[] | null {
  const file = ['labels.txt', 'classes.txt', 'labelmap.txt', 'ImageSets/Main/labels.txt']
    .map((name) => join(folder, name))
    .find(isFile);
  if (file === undefined) return null;
  const lines = listedLines(readText(file))
    .filter(({ text }) => !text.startsWith('#'))
    // CVAT writes `name:colour:parts:actions`.
    .map(({ text, line }) => ({ name: text.split(':')[0]!, line }))
    .filter(({ name }) => name !== 'background' && name !== '__background__');
  findings.push(...checkNames(file, lines));
  return lines.map(({ name }) => name);
}

/** A line is the name of an image without its ending, sometimes with 1 or -1 behind it. */
function readSet(list: string, folder: string, images: ReadonlyMap<string, string>): ListedImage[] {
  return listedLines(readText(list)).map(({ text, line }) => {
    const [, stem = text] = /^(.+?)(?:\s+-?[01])?$/.exec(text) ?? [];
    return listedImage(folder, images.get(stem) ?? join(folder, 'JPEGImages', `${stem}.jpg`), { file: list, line });
  });
}

function everything(folder: string, images: ReadonlyMap<string, string>, findings: Finding[]): DataSetPart {
  const source = join(folder, 'JPEGImages');
  if (images.size === 0) findings.push(found('list-empty', 'There is no image in it.', { file: source, line: null }));
  const listed = [...images.values()].map((path) => listedImage(folder, path, { file: path, line: null }));
  return { name: 'train', source, images: listed };
}

function listedImage(folder: string, path: string, listed: ListedImage['listed']): ListedImage {
  const stem = basename(path, extname(path));
  return { path, listed, labels: { kind: 'voc', paths: [join(folder, 'Annotations', `${stem}.xml`)] } };
}

/** Whether a folder holds a data set in this form. */
function isVocFolder(folder: string): boolean {
  const names = namesIn(folder);
  return names.includes('Annotations') && names.includes('JPEGImages');
}

/**
 * A folder with images and annotations side by side or one of the two folders of the form is taken for the folder
 * above.
 */
export function vocFolderOf(folder: string): string | null {
  if (isVocFolder(folder)) return folder;
  return isVocFolder(dirname(folder)) && /^(?:Annotations|JPEGImages|ImageSets)$/.test(basename(folder))
    ? dirname(folder)
    : null;
}
