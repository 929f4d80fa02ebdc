import { accessSync, constants } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { readSettings, type Setting } from '../../trainers/darknet/companions/settings.ts';
import { type Finding, found } from '../checks/finding.ts';
import { type DataSet, type ListedImage, maxClasses, type OpenOptions, type DataSetPart } from './dataSet.ts';
import { isFile, isFolder, readList, readText } from './files.ts';
import { createNearPaths, nearText } from './nearPath.ts';
import { checkNames } from './names.ts';
import { count, counted } from '../../words/count.ts';

/**
 * Opens the data set that a Darknet .data file describes. Darknet takes relative paths from where it is started; when
 * nothing is found there, they are taken from the folder of the .data file. Throws a sentence when the file itself
 * cannot be read or is no .data file. Source: AlexeyAB/darknet, src/detector.c, train_detector; src/utils.c,
 * replace_image_to_label.
 */
export function openDarknetData(path: string, { cwd, maxFileBytes }: OpenOptions): DataSet {
  const settings = new Map(
    readSettings(readText(path)).flatMap((section) => section.settings.map((setting) => [setting.key, setting])),
  );
  const train = settings.get('train');
  if (train === undefined) {
    throw new Error(`${path} has no line "train = ...", so its images are not known: is it a Darknet .data file?`);
  }
  const findings: Finding[] = [];
  const place = (setting: Setting) => ({ file: path, line: setting.line });
  const located = (setting: Setting) => locate(setting.value, [cwd, dirname(path)]);

  const readPart = (name: DataSetPart['name'], setting: Setting): DataSetPart => {
    const source = located(setting);
    if (source === null) {
      const meant = nearTo(setting.value, [cwd, dirname(path)]);
      findings.push(
        found('list-missing', `The list "${setting.value}" of ${name} does not exist.${meant}`, place(setting)),
      );
      return { name, source: setting.value, images: [] };
    }
    return { name, source, images: listedIn(source, [cwd, dirname(path), dirname(source)], findings, maxFileBytes) };
  };
  const valid = settings.get('valid') ?? settings.get('test');
  findings.push(...checkBackup(path, settings.get('backup'), [cwd, dirname(path)]));
  return {
    form: 'darknet',
    path,
    ...readClasses(path, settings, located, findings),
    yolo: { outlines: false, keyPoints: 0 },
    train: readPart('train', train),
    valid: valid === undefined ? null : readPart('valid', valid),
    findings,
  };
}

/** Where Darknet saves the weights: it makes no directory. */
function checkBackup(file: string, setting: Setting | undefined, folders: readonly string[]): Finding[] {
  const written = setting?.value ?? '/backup/';
  const candidates = [...new Set(folders.map((folder) => resolve(folder, written)))];
  const place = { file, line: setting?.line ?? null };
  const folder = candidates.find(isFolder);
  if (folder === undefined) {
    const said =
      setting === undefined ? 'There is no line "backup = ...", and /backup/' : `The directory "${written}" of backup`;
    return [found('backup-missing', `${said} does not exist (looked for ${candidates.join(' and ')}).`, place)];
  }
  return isWritable(folder) ? [] : [found('backup-missing', `Nobody may write in ${folder} as this user.`, place)];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readClasses(
  path: string,
  settings: ReadonlyMap<string, Setting>,
  located: (setting: Setting) => string | null,
  findings: Finding[],
): Pick<DataSet, 'names' | 'categories'> {
  const classes = settings.get('classes');
  const named = settings.get('names');
  const number = classes === undefined ? Number.NaN : Number(classes.value);
  const said = Number.isInteger(number) && number > 0 && number <= maxClasses ? number : null;
  if (classes === undefined || said === null) {
    const what =
      classes === undefined
        ? 'There is no line "classes = ...".'
        : number > maxClasses
          ? `"classes=${classes.value}" is more than the ${count(maxClasses)} classes that are counted.`
          : `"classes=${classes.value}" is not a number of classes.`;
    findings.push(found('names-count', what, { file: path, line: classes?.line ?? null }));
  }
  const file = named === undefined ? null : located(named);
  if (file === null) {
    const what =
      named === undefined
        ? 'There is no line "names = ...".'
        : `The list of names "${named.value}" does not exist.${nearTo(named.value, [dirname(path)])}`;
    findings.push(found('list-missing', what, { file: path, line: named?.line ?? null }));
    return { names: null, categories: said };
  }
  // Darknet takes every line for a name, an empty one in the middle, too; only a last line end is none.
  const lines = readText(file)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  findings.push(
    ...checkNames(
      file,
      lines.map((name, index) => ({ name: name.trim(), line: index + 1 })),
    ),
  );
  if (classes !== undefined && said !== null && said !== lines.length) {
    const what = `classes=${said}, and ${file} has ${counted(lines.length, 'name')}.`;
    findings.push(found('names-count', what, { file: path, line: classes.line }));
  }
  return { names: lines.map((name) => name.trim()), categories: said ?? lines.length };
}

function listedIn(
  source: string,
  folders: readonly string[],
  findings: Finding[],
  most: number | undefined,
): ListedImage[] {
  const lines = readList(source, most);
  const folder =
    folders.find((each) => lines.slice(0, 20).some(({ text }) => isFile(resolve(each, text)))) ??
    // Of lists that were written on Windows, where they would be found with slashes.
    folders.find((each) => lines.slice(0, 20).some(({ text }) => isFile(resolve(each, text.replaceAll('\\', '/'))))) ??
    folders[0]!;
  if (lines.length === 0) findings.push(found('list-empty', 'The list holds no image.', { file: source, line: null }));
  const images = lines.map(({ text, line }) => ({ path: isAbsolute(text) ? text : resolve(folder, text), line }));
  const preferred = usualPlace(images.map(({ path }) => path));
  return images.map(({ path, line }) => ({
    path,
    listed: { file: source, line },
    labels: { kind: 'yolo', paths: labelPaths(path, preferred) },
  }));
}

/** A file by a path as written, looked for in several folders; null when it is in none. */
function locate(path: string, folders: readonly string[]): string | null {
  return folders.map((folder) => resolve(folder, path)).find(isFile) ?? null;
}

/** What there is instead of a path that is in none of the folders, as `nearText` says it. */
function nearTo(path: string, folders: readonly string[]): string {
  return nearText(
    createNearPaths(),
    folders.map((folder) => resolve(folder, path)),
  );
}

type LabelPlace = 'beside' | 'labels';

/**
 * Where the labels of this data set are: beside the images (AlexeyAB), or in a folder `labels` (pjreddie, COCO, VOC).
 */
function usualPlace(images: readonly string[]): LabelPlace {
  for (const image of images.slice(0, 200)) {
    if (isFile(labelPath(image, 'beside'))) return 'beside';
    if (isFile(labelPath(image, 'labels'))) return 'labels';
  }
  return 'beside';
}

function labelPaths(image: string, preferred: LabelPlace): string[] {
  const other = preferred === 'beside' ? 'labels' : 'beside';
  return [...new Set([labelPath(image, preferred), labelPath(image, other)])];
}

function labelPath(image: string, place: LabelPlace): string {
  const text = image.replace(/\.[^./\\]*$/, '.txt');
  return place === 'beside' ? text : text.replace(/([\\/])(?:images|JPEGImages|raw)(?=[\\/])/, '$1labels');
}
