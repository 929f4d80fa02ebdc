import { basename, dirname, extname, join, resolve } from 'node:path';
import { count, counted } from '../../words/count.ts';
import { type Finding, found, type Location } from '../checks/finding.ts';
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
  const files = [
    { path, name: 'train' as const },
    ...(validPath === null ? [] : [{ path: validPath, name: 'valid' as const }]),
  ].map((file) => openFile({ ...file, text: readText(file.path, maxFileBytes) }));
  const classes = classesOf(files);
  const parts = files.map((file) => readCoco(file, classes.numberOf, classes.names.length, network));
  return {
    form: 'coco',
    path,
    names: classes.names,
    categories: classes.names.length,
    yolo: { outlines: false, keyPoints: 0 },
    train: parts[0]!.part,
    valid: parts[1]?.part ?? null,
    findings: [...classes.findings, ...parts.flatMap(({ findings }) => findings)],
  };
}

/** A file of annotations, parsed. */
interface CocoFile extends CocoContent {
  readonly name: DataSetPart['name'];
  readonly path: string;
  readonly text: string;
  /** Where an element of a list stands. */
  readonly place: (key: keyof CocoContent, index: number) => Location;
}

function openFile({ path, name, text }: Pick<CocoFile, 'path' | 'name' | 'text'>): CocoFile {
  // Lines are looked up only when something is wrong: the file may be large.
  const lines = new Map<string, number[]>();
  const place: CocoFile['place'] = (key, index) => {
    if (!lines.has(key)) lines.set(key, elementLines(text, key));
    return { file: path, line: lines.get(key)![index] ?? null };
  };
  return { path, name, text, place, ...parseCoco(path, text) };
}

interface CocoClasses {
  readonly names: readonly string[];
  /** The number of a class by the id of its category in one of the files. */
  readonly numberOf: (part: DataSetPart['name'], id: unknown) => number | undefined;
  readonly findings: readonly Finding[];
}

/**
 * The classes of both files together, numbered by the ids of the training set. Where the files give a class different
 * ids, which is a finding, they are joined by name.
 */
function classesOf(files: readonly CocoFile[]): CocoClasses {
  const findings: Finding[] = [];
  const names: string[] = [];
  const numbers = { train: new Map<unknown, number>(), valid: new Map<unknown, number>() };
  const [train, valid] = files.map((file) => ({ file, sorted: sortedCategories(file, files) }));
  for (const { file, sorted } of [train!, ...(valid === undefined ? [] : [valid])]) {
    findings.push(
      ...checkNames(
        file.path,
        sorted.map(({ index, name }) => ({ name, line: file.place('categories', index).line })),
      ),
    );
  }
  for (const { id, name } of train!.sorted) numbers.train.set(id, names.push(name) - 1);
  const namesById = new Map(train!.sorted.map(({ id, name }) => [id, name]));
  const differing = (valid?.sorted ?? []).filter(({ id, name }) => {
    const known = namesById.get(id);
    return known === undefined ? names.slice(0, train!.sorted.length).includes(name) : known !== name;
  });
  for (const { id, name } of valid?.sorted ?? []) {
    const byName = names.indexOf(name);
    const number = differing.length > 0 && byName !== -1 ? byName : numbers.train.get(id);
    numbers.valid.set(id, number ?? names.push(name) - 1);
  }
  if (differing.length > 0) {
    const { id, name, index } = differing[0]!;
    const trained = train!.sorted.find((each) => each.name === name);
    const instead = namesById.get(id);
    const clauses = [
      ...(instead === undefined ? [] : [`id ${shown(id)} is "${instead}" there`]),
      ...(trained === undefined ? [] : [`"${name}" has id ${shown(trained.id)} there`]),
    ];
    const what = `${counted(differing.length, 'category has', 'categories have')} another id than in ${train!.file.path}: "${name}" has id ${shown(id)} here, and ${clauses.join(' and ')}.`;
    findings.push(found('category-ids', what, valid!.file.place('categories', index)));
  }
  return { names, numberOf: (part, id) => numbers[part].get(id), findings };
}

/** The categories of a file by id, without one that only stands for all of them. */
function sortedCategories(file: CocoFile, files: readonly CocoFile[]): { id: unknown; name: string; index: number }[] {
  const placeholder = placeholderOf(files);
  return file.categories
    .map((category, index) => ({ id: category['id'], name: textOf(category['name']), index }))
    .filter(({ id }) => id !== placeholder)
    .toSorted((one, other) => Number(one.id) - Number(other.id));
}

/**
 * The id of a category that is the parent of all others and of no object, as Roboflow writes one; undefined without it.
 */
function placeholderOf(files: readonly CocoFile[]): unknown {
  const [train] = files;
  const parent = train!.categories.find((category) => {
    const name = textOf(category['name']);
    const others = train!.categories.filter((other) => other !== category);
    return name !== '' && others.length > 0 && others.every((other) => other['supercategory'] === name);
  });
  if (parent === undefined) return undefined;
  const isUsed = files.some(({ annotations }) => annotations.some((each) => each['category_id'] === parent['id']));
  return isUsed ? undefined : parent['id'];
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
  readonly findings: readonly Finding[];
}

function readCoco(
  { path: file, name, text, place, images, annotations, categories }: CocoFile,
  numberOf: CocoClasses['numberOf'],
  classes: number,
  network: LabelRules['network'],
): CocoPart {
  const findings: Finding[] = [];
  findings.push(
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
    const category = numberOf(name, annotation['category_id']);
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

  const rules = { categories: classes, network };
  const form = wrongCornerForm([...byId.values()].flatMap(({ image, boxes }) => boxes.map((box) => ({ box, image }))));
  if (form !== null) findings.push(found('label-form', form, place('annotations', 0)));
  const imageLines = elementLines(text, 'images');
  const listed: ListedImage[] = [];
  for (const { index, image, boxes, annotations: own } of byId.values()) {
    const path = join(root, textOf(image['file_name']));
    for (const { check, what, box } of form === null ? checkBoxes(boxes, rules) : []) {
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
    findings,
  };
}

type Entry = Readonly<Record<string, unknown>>;

interface CocoContent {
  readonly images: readonly Entry[];
  readonly annotations: readonly Entry[];
  readonly categories: readonly Entry[];
}

function parseCoco(file: string, text: string): CocoContent {
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

function repeatedIds(key: keyof CocoContent, entries: readonly Entry[], place: CocoFile['place']): Finding[] {
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

/** A sentence when all boxes are two corners, or fractions, instead of left, top and size in pixels; else null. */
function wrongCornerForm(boxes: readonly { box: LabelBox; image: Entry }[]): string | null {
  if (boxes.length < minBoxes) return null;
  let corners = 0;
  let beyond = 0;
  let small = 0;
  for (const { box, image } of boxes) {
    const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
    if (box.width > left && box.height > top && box.width <= 1.01 && box.height <= 1.01) corners++;
    if (left + box.width > 1.01 || top + box.height > 1.01) beyond++;
    const [wide, high] = [Number(image['width']), Number(image['height'])];
    if (Math.max(left * wide, top * high, box.width * wide, box.height * high) <= 1.01) small++;
  }
  if (small >= boxes.length * nearlyAll) {
    return `All ${count(boxes.length)} boxes are fractions of the image, where pixels are wanted.`;
  }
  if (corners < boxes.length * nearlyAll || beyond < boxes.length * 0.2) return null;
  return `All ${count(boxes.length)} boxes look like left, top, right and bottom, where left, top, width and height are wanted: read so, ${count(beyond)} reach beyond their image.`;
}

const minBoxes = 5;
const nearlyAll = 0.95;

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
