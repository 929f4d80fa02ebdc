import { basename, extname, join } from 'node:path';
import { type Finding, found } from '../checks/finding.ts';
import type { DataSet, ListedImage, DataSetPart } from './dataSet.ts';
import { isFile, isImageName, listedLines, namesIn, readText } from './files.ts';
import { checkNames } from './names.ts';
import type { VocLayout, VocPart } from './vocLayout.ts';

/**
 * Opens a data set in the form of Pascal VOC, by its image sets (ImageSets/Main/) where it has them. Without them each
 * part has all images of its folder. Source: Everingham et al., The PASCAL VOC Challenge 2012 Development Kit, 6.
 */
export function openVocData({ folder, parts }: VocLayout): DataSet {
  const findings: Finding[] = [];
  const [whole] = parts;
  const images = imagesOf(whole);
  const readPart = (name: DataSetPart['name'], sets: readonly string[]): DataSetPart | null => {
    const list = sets.map((set) => join(folder, 'ImageSets', 'Main', `${set}.txt`)).find(isFile);
    if (list === undefined) return null;
    const listed = readSet(list, whole, images);
    if (listed.length === 0) findings.push(found('list-empty', 'The list holds no image.', { file: list, line: null }));
    return { name, source: list, images: listed };
  };
  const names = readNames(folder, findings);
  const valid = parts.find(({ name }) => name === 'valid');
  return {
    form: 'voc',
    path: folder,
    names,
    categories: names?.length ?? null,
    yolo: { outlines: false, keyPoints: 0 },
    train: readPart('train', ['train', 'trainval']) ?? everything(whole, images, findings),
    valid:
      readPart('valid', ['val', 'valid', 'test']) ??
      (valid === undefined ? null : everything(valid, imagesOf(valid), findings)),
    findings,
  };
}

/** The images of a part by their names without the ending. */
function imagesOf({ images }: VocPart): ReadonlyMap<string, string> {
  return new Map(
    namesIn(images)
      .filter(isImageName)
      .map((name) => [basename(name, extname(name)), join(images, name)]),
  );
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
function readSet(list: string, part: VocPart, images: ReadonlyMap<string, string>): ListedImage[] {
  return listedLines(readText(list)).map(({ text, line }) => {
    const [, stem = text] = /^(.+?)(?:\s+-?[01])?$/.exec(text) ?? [];
    return listedImage(part, images.get(stem) ?? join(part.images, `${stem}.jpg`), { file: list, line });
  });
}

function everything(part: VocPart, images: ReadonlyMap<string, string>, findings: Finding[]): DataSetPart {
  const source = part.images;
  if (images.size === 0) findings.push(found('list-empty', 'There is no image in it.', { file: source, line: null }));
  const listed = [...images.values()].map((path) => listedImage(part, path, { file: path, line: null }));
  return { name: part.name, source, images: listed };
}

function listedImage({ annotations }: VocPart, path: string, listed: ListedImage['listed']): ListedImage {
  const stem = basename(path, extname(path));
  return { path, listed, labels: { kind: 'voc', paths: [join(annotations, `${stem}.xml`)] } };
}
