import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { type Finding, found, type Location } from '../checks/finding.ts';
import { type DataSet, type ListedImage, maxClasses, type OpenOptions, type DataSetPart } from './dataSet.ts';
import { isFile, isFolder, readList, imagesBelow, readText } from './files.ts';
import type { NamedLine } from '../labels/labels.ts';
import { createNearPaths, nearText } from './nearPath.ts';
import { checkNames } from './names.ts';
import { counted } from '../../words/count.ts';

/**
 * Opens the data set that a data.yaml of Ultralytics, YOLOv5 and their relatives describes. Throws a sentence when it
 * cannot be read, is no YAML or names no images. Source: Ultralytics, ultralytics/data/utils.py, check_det_dataset and
 * img2label_paths.
 */
export function openYoloData(path: string, { cwd, maxFileBytes }: OpenOptions): DataSet {
  const file = readYaml(path);
  if (file.value('train') === undefined) {
    throw new Error(
      `${path} has no "train:", so its images are not known: is it a data.yaml of Ultralytics or YOLOv5?`,
    );
  }
  const findings: Finding[] = [];
  const root = rootOf(file, cwd);
  const validKey = ['val', 'valid', 'validation'].find((key) => isNamed(file.value(key)));
  const folders = [...new Set([root, dirname(path), cwd])];
  const absent: Finding[] = [];
  const readPart = (name: DataSetPart['name'], key: string): DataSetPart => {
    const sources = [file.value(key)].flat().filter((each): each is string => typeof each === 'string' && each !== '');
    const images = sources.flatMap((source) => {
      const read = readSource(source, folders, file.place(key), maxFileBytes);
      if (read.missing !== null) absent.push(read.missing);
      if (read.empty !== null) findings.push(read.empty);
      return read.images;
    });
    if (sources.length === 0) {
      findings.push(found('list-missing', `"${key}:" names no folder or list of images.`, file.place(key)));
    }
    return { name, source: sources.map((source) => resolve(root, source)).join(', '), images };
  };
  const named = readNames(file);
  const said = file.value('nc');
  const count = typeof said === 'number' && said > maxClasses ? null : said;
  if (typeof said === 'number' && count === null) {
    const what = `nc is ${said}, more than the ${maxClasses} classes that are counted.`;
    findings.push(found('names-count', what, file.place('nc')));
  }
  findings.push(...checkNumbers(file), ...checkNames(path, named ?? []));
  if (named === null && typeof said !== 'number') {
    findings.push(found('names-count', 'There is neither "names:" nor "nc:".', { file: path, line: null }));
  } else if (named !== null && typeof count === 'number' && count !== named.length) {
    const what = `nc is ${count}, and there are ${counted(named.length, 'name')}.`;
    findings.push(found('names-count', what, file.place('nc')));
  }
  const train = readPart('train', 'train');
  const valid = validKey === undefined ? null : readPart('valid', validKey);
  if (validKey !== 'val' && validKey !== 'validation') {
    const empty = file.value('val') !== undefined;
    const what = empty ? '"val:" is empty.' : 'There is no "val:" in it.';
    const instead = validKey === undefined ? '' : ` "${validKey}:" has to be called "val:".`;
    const place = empty || validKey !== undefined ? file.place(empty ? 'val' : validKey!) : { file: path, line: null };
    findings.push(found('validation-key', `${what}${instead}`, place));
  }
  const isFetched = isNamed(file.value('download')) && train.images.length + (valid?.images.length ?? 0) === 0;
  if (isFetched && absent.length > 0) {
    const what = `The images of ${path} are fetched when Ultralytics trains on it for the first time.`;
    findings.push(found('list-download', what, file.place('download')));
  } else findings.push(...absent);
  const shape = file.value('kpt_shape');
  const keyPoints = Array.isArray(shape) ? shape.reduce((product: number, each) => product * Number(each), 1) : 0;
  return {
    form: 'yolo',
    path,
    names: named?.map(({ name }) => name) ?? null,
    categories: named?.length ?? (typeof count === 'number' ? count : null),
    yolo: { outlines: true, keyPoints },
    train,
    valid,
    findings,
  };
}

/** Whether a setting of the file says something. */
function isNamed(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

interface YamlFile {
  readonly path: string;
  readonly value: (key: string) => unknown;
  readonly node: (key: string) => unknown;
  readonly place: (key: string) => Location;
  readonly lineOf: (node: unknown) => number | null;
}

function readYaml(path: string): YamlFile {
  const lines = new LineCounter();
  const document: Document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new Error(`${path} is not valid YAML: line ${lines.linePos(problem.pos[0]).line}: ${problem.message}.`);
  }
  const contents = document.contents;
  if (!isMap(contents)) throw new Error(`${path} is not a data.yaml: it has no "train:" and "names:" in it.`);
  const lineOf = (node: unknown): number | null =>
    isNode(node) && node.range ? lines.linePos(node.range[0]).line : null;
  const pair = (key: string) => contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  return {
    path,
    value: (key) => {
      const value = pair(key)?.value;
      return isNode(value) ? value.toJS(document) : undefined;
    },
    node: (key) => pair(key)?.value,
    place: (key) => ({ file: path, line: lineOf(pair(key)?.key) }),
    lineOf,
  };
}

/** Class names by number; null when the file names none. */
function readNames(file: YamlFile): NamedLine[] | null {
  const node = file.node('names');
  const nameOf = (each: unknown): NamedLine => ({
    name: isScalar(each) ? textOf(each.value) : '',
    line: file.lineOf(each),
  });
  if (isSeq(node)) return node.items.map(nameOf);
  if (!isMap(node)) return null;
  return node.items.toSorted((one, other) => numberOf(one.key) - numberOf(other.key)).map((item) => nameOf(item.value));
}

/** Names by number have to have every number from 0 on. */
function checkNumbers(file: YamlFile): Finding[] {
  const node = file.node('names');
  if (!isMap(node)) return [];
  const keys = node.items.map(({ key }) => ({ number: numberOf(key), key }));
  const wrong = keys.find(({ number }) => !Number.isInteger(number) || number < 0 || number >= keys.length);
  if (wrong === undefined) return [];
  const place = { file: file.path, line: file.lineOf(wrong.key) ?? file.place('names').line };
  const shown = isScalar(wrong.key) ? String(wrong.key.value).slice(0, 40) : 'a list';
  if (!Number.isInteger(wrong.number)) {
    return [found('names-count', `The names are numbered by "${shown}", which is no number.`, place)];
  }
  const numbers = new Set(keys.map(({ number }) => number));
  const missing = keys.map((_, index) => index).filter((index) => !numbers.has(index));
  const what = `There are ${keys.length} names, and one is number ${shown}: ${missing.join(', ')} of 0 to ${keys.length - 1} ${missing.length === 1 ? 'is' : 'are'} missing.`;
  return [found('names-count', what, place)];
}

function numberOf(key: unknown): number {
  return isScalar(key) ? Number(key.value) : Number.NaN;
}

/** Names may be numbers or truth values to YAML. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/**
 * `path:` of the file, from where the trainer is started or from the folder of the file; that folder when there is
 * none.
 */
function rootOf(file: YamlFile, cwd: string): string {
  const folder = dirname(file.path);
  const said = file.value('path');
  if (typeof said !== 'string' || said === '') return folder;
  if (isAbsolute(said)) return said;
  return (
    [resolve(cwd, said), resolve(folder, said), resolve(cwd, 'datasets', said)].find(isFolder) ?? resolve(folder, said)
  );
}

interface ReadSource {
  readonly images: readonly ListedImage[];
  /** What is wrong: nothing of that name, or no image in it. */
  readonly missing: Finding | null;
  readonly empty: Finding | null;
}

/**
 * Reads a folder or list of images. A path that begins with `../` may also be one beside the file, as Roboflow writes
 * them, and YOLOv5 takes those without `path:` from where it is started.
 */
function readSource(source: string, folders: readonly string[], place: Location, most: number | undefined): ReadSource {
  const names = source.startsWith('../') ? [source, source.slice(3)] : [source];
  const candidates = [...new Set(folders.flatMap((folder) => names.map((name) => resolve(folder, name))))];
  const path = candidates.find((each) => isFile(each) || isFolder(each));
  if (path === undefined) {
    const what = `"${source}" does not exist (looked for ${candidates.join(' and ')}).${nearText(createNearPaths(), candidates)}`;
    return { images: [], missing: found('list-missing', what, place), empty: null };
  }
  const images = isFolder(path) ? readFolder(path) : listedIn(path, most);
  const empty = images.length === 0 ? found('list-empty', `There is no image in ${path}.`, place) : null;
  return { images, missing: null, empty };
}

function readFolder(folder: string): ListedImage[] {
  return imagesBelow(folder).map((path) => listedImage(path, { file: path, line: null }));
}

function listedIn(list: string, most: number | undefined): ListedImage[] {
  return readList(list, most).map(({ text, line }) => {
    const path = resolve(dirname(list), text);
    return listedImage(path, { file: list, line });
  });
}

function listedImage(path: string, listed: Location): ListedImage {
  return { path, listed, labels: { kind: 'yolo', paths: [labelPath(path)] } };
}

/** The last folder `images` becomes `labels`, the ending `.txt`. */
function labelPath(image: string): string {
  const at = image.lastIndexOf(`${sep}images${sep}`);
  const text = image.replace(/\.[^./\\]*$/, '.txt');
  return at === -1 ? text : join(image.slice(0, at), 'labels', text.slice(at + '/images/'.length));
}
