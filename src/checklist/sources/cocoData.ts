import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Finding, found } from '../checks/finding.ts';
import { checkBoxes } from '../labels/checkBoxes.ts';
import type { LabelBox, LabelRules } from '../labels/labels.ts';
import type { DataSet, ListedImage, OpenOptions, DataSetPart } from './dataSet.ts';
import { isFile, isFolder, namesIn, readText } from './files.ts';
import { elementLines } from './jsonLines.ts';
import { checkNames } from './names.ts';
import { errorMessage } from '../../words/errors.ts';

/**
 * Opens a data set in COCO's form: the annotations of the training set, and those of the validation set where a file of
 * such a name is near. Throws a sentence when a file cannot be read or is no COCO file. Source: COCO, "Data format"
 * (cocodataset.org).
 */
export function openCocoData(path: string, { network, maxFileBytes = 512 * 1024 * 1024 }: OpenOptions): DataSet {
  const validPath = validationFileOf(path);
  const train = readCoco(readText(path, maxFileBytes), path, 'train', network);
  const valid = validPath === null ? null : readCoco(readText(validPath, maxFileBytes), validPath, 'valid', network);
  return {
    form: 'coco',
    path,
    names: train.names,
    categories: train.names.length,
    yolo: { outlines: false, keyPoints: 0 },
    train: train.part,
    valid: valid?.part ?? null,
    findings: [...train.findings, ...(valid?.findings ?? [])],
  };
}

/**
 * The annotations of the validation set by the name of those of the training set: `instances_val2017.json`,
 * `coco_valid.json`, `valid/_annotations.coco.json`.
 */
function validationFileOf(path: string): string | null {
  const folder = dirname(path);
  const candidates = ['valid', 'val', 'validation', 'test'].flatMap((word) => [
    join(folder, basename(path).replace(/train(?:ing)?/, word)),
    join(dirname(folder), basename(folder).replace(/train(?:ing)?/, word), basename(path)),
    join(
      dirname(folder),
      basename(folder).replace(/train(?:ing)?/, word),
      basename(path).replace(/train(?:ing)?/, word),
    ),
  ]);
  return candidates.find((candidate) => candidate !== path && isFile(candidate)) ?? null;
}

interface CocoPart {
  readonly part: DataSetPart;
  readonly names: readonly string[];
  readonly findings: readonly Finding[];
}

function readCoco(text: string, file: string, name: DataSetPart['name'], network: LabelRules['network']): CocoPart {
  const { images, annotations, categories } = parseCoco(file, text);
  const findings: Finding[] = [];
  // Lines are looked up only when something is wrong: the file may be large.
  const lines = new Map<string, number[]>();
  const place = (key: string, index: number) => {
    if (!lines.has(key)) lines.set(key, elementLines(text, key));
    return { file, line: lines.get(key)![index] ?? null };
  };

  const sorted = [...categories.entries()].toSorted(([, one], [, other]) => Number(one['id']) - Number(other['id']));
  const numberOf = new Map(sorted.map(([, category], number) => [category['id'], number]));
  findings.push(
    ...checkNames(
      file,
      sorted.map(([index, category]) => ({ name: textOf(category['name']), line: place('categories', index).line })),
    ),
    ...repeatedIds('categories', categories, place),
    ...repeatedIds('images', images, place),
    ...repeatedIds('annotations', annotations, place),
  );

  const root = imageRoot(
    file,
    images.slice(0, 50).map((image) => textOf(image['file_name'])),
  );
  const byId = new Map<unknown, { index: number; image: Entry; boxes: LabelBox[]; annotations: number[] }>();
  for (const [index, image] of images.entries()) byId.set(image['id'], { index, image, boxes: [], annotations: [] });
  for (const [index, annotation] of annotations.entries()) {
    // A crowd is a region that is not scored: no box to learn.
    if (annotation['iscrowd'] === 1) continue;
    const owner = byId.get(annotation['image_id']);
    if (owner === undefined) {
      const what = `The annotation names the image ${shown(annotation['image_id'])}, which is not in "images".`;
      findings.push(found('annotation-lost', what, place('annotations', index)));
      continue;
    }
    const files = [join(root, textOf(owner.image['file_name']))];
    const category = numberOf.get(annotation['category_id']);
    if (category === undefined) {
      const what = `The category ${shown(annotation['category_id'])} is not in "categories".`;
      findings.push(found('class-out-of-range', what, place('annotations', index), files));
      continue;
    }
    const box = boxOf(annotation['bbox'], owner.image, category);
    if (typeof box === 'string') findings.push(found('label-malformed', box, place('annotations', index), files));
    else {
      owner.boxes.push(box);
      owner.annotations.push(index);
    }
  }

  const rules = { categories: numberOf.size, network };
  const imageLines = elementLines(text, 'images');
  const listed: ListedImage[] = [];
  for (const { index, image, boxes, annotations: own } of byId.values()) {
    const path = join(root, textOf(image['file_name']));
    for (const { check, what, box } of checkBoxes(boxes, rules)) {
      findings.push(found(check, what, place('annotations', own[box]!), [path]));
    }
    listed.push({
      path,
      listed: { file, line: imageLines[index] ?? null },
      labels: { kind: 'read', boxes, stated: { width: Number(image['width']), height: Number(image['height']) } },
    });
  }
  if (images.length === 0) findings.push(found('list-empty', 'There is no image in "images".', { file, line: null }));
  return {
    part: {
      name,
      source: file,
      images: listed,
    },
    names: sorted.map(([, category]) => textOf(category['name'])),
    findings,
  };
}

type Entry = Readonly<Record<string, unknown>>;

function parseCoco(file: string, text: string): { images: Entry[]; annotations: Entry[]; categories: Entry[] } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${errorMessage(error)}.`, {
      cause: error,
    });
  }
  const lists = ['images', 'annotations', 'categories'].map((key) => entriesOf(content, key));
  const missing = ['images', 'annotations', 'categories'].find((_, index) => lists[index] === null);
  if (missing !== undefined) {
    throw new Error(
      `${file} has no list "${missing}", so it is not a COCO file: those have "images", "annotations" and "categories".`,
    );
  }
  return { images: lists[0]!, annotations: lists[1]!, categories: lists[2]! };
}

function entriesOf(content: unknown, key: string): Entry[] | null {
  if (!isEntry(content)) return null;
  const list = content[key];
  return Array.isArray(list) ? list.filter(isEntry) : null;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function repeatedIds(
  key: string,
  entries: readonly Entry[],
  place: (key: string, index: number) => { file: string; line: number | null },
): Finding[] {
  const first = new Map<unknown, number>();
  const findings: Finding[] = [];
  for (const [index, { id }] of entries.entries()) {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, index);
    else {
      const line = place(key, earlier).line;
      findings.push(
        found('id-twice', `The id ${shown(id)} in "${key}" is that of line ${line}, too.`, place(key, index)),
      );
    }
  }
  return findings;
}

/**
 * The box as a fraction of its image, or a sentence on what is wrong with it. COCO's boxes are left, top, width and
 * height in pixels, from 0.
 */
function boxOf(value: unknown, image: Entry, category: number): LabelBox | string {
  const numbers = Array.isArray(value) ? value.map(Number) : [];
  if (numbers.length !== 4 || numbers.some((number) => !Number.isFinite(number))) {
    return `The bbox is ${shown(value)}, where left, top, width and height are wanted.`;
  }
  const [wide, high] = [Number(image['width']), Number(image['height'])];
  if (!(wide > 0) || !(high > 0)) return `The image ${shown(image['file_name'])} has no width and height.`;
  const [left, top, width, height] = [numbers[0]!, numbers[1]!, numbers[2]!, numbers[3]!];
  return {
    category,
    x: (left + width / 2) / wide,
    y: (top + height / 2) / high,
    width: width / wide,
    height: height / high,
    line: null,
  };
}

/**
 * The folder that the names of images begin in: that of the file, or one of the usual ones near it, whichever has most
 * of them.
 */
function imageRoot(file: string, names: readonly string[]): string {
  const folder = dirname(file);
  const part = basename(file, extname(file)).replace(/^instances_|^coco_|_annotations.*$/g, '');
  const usual = ['.', 'images', part, join('images', part), 'JPEGImages', 'data'];
  const near = [folder, dirname(folder)].flatMap((base) =>
    usual.concat(namesIn(join(base, 'images')).map((name) => join('images', name))).map((name) => join(base, name)),
  );
  let best = { folder, hits: 0 };
  for (const candidate of new Set(near.map((each) => resolve(each)))) {
    if (!isFolder(candidate)) continue;
    const hits = names.filter((name) => isFile(join(candidate, name))).length;
    if (hits > best.hits) best = { folder: candidate, hits };
  }
  return best.folder;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
