import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { checkBoxes } from '../labels/checkBoxes.ts';
import { countForms, packForms } from '../labels/forms.ts';
import type { LabelProblem, LabelRules, Labels, NamedLine } from '../labels/labels.ts';
import { readVocLabels } from '../labels/vocLabels.ts';
import { readYoloLabels, type YoloForm } from '../labels/yoloLabels.ts';
import { ImageError } from '../image/image.ts';
import { packSharpness, packTraits } from '../image/traits.ts';
import { readImage } from '../image/readImage.ts';
import { reasonOf } from '../sources/files.ts';
import { bytes } from '../../words/bytes.ts';
import { errorCode } from '../../words/errors.ts';

/** One image to look at, with its label files. */
export interface ScanJob {
  readonly path: string;
  /** Null where the labels are known already. */
  readonly labels: { readonly kind: 'yolo' | 'voc'; readonly paths: readonly string[] } | null;
  /** What the file was when it was looked at the last time: if it still is, it is not read again. */
  readonly known: { readonly size: number; readonly modified: number } | null;
}

/** What holds for all images of a data set. */
export interface ScanSettings {
  readonly rules: LabelRules;
  readonly yolo: YoloForm;
  readonly names: readonly string[] | null;
  /** Rows of cells to sketch. */
  readonly cellRows: number;
}

/** What was found of one image. */
export interface Scanned {
  readonly file: ScannedFile;
  readonly labels: ScannedLabels | null;
  /** What `packForms` made of the boxes of a label file; null for other labels. */
  readonly forms: ArrayLike<number> | null;
}

export type ScannedFile =
  | { readonly state: 'missing' }
  | { readonly state: 'unchanged' }
  | { readonly state: 'unreadable' | 'truncated'; readonly what: string }
  | {
      readonly state: 'read';
      readonly size: number;
      /** Milliseconds. */
      readonly modified: number;
      readonly width: number;
      readonly height: number;
      /** CRC-32 of both ends of the file: whether two files are really the same is for their bytes to say. */
      readonly checksum: number;
      readonly sketch: Uint8Array | null;
      /** What `packTraits` packed. */
      readonly traits: number;
      /** What `packSharpness` packed. */
      readonly sharpness: number;
    };

export interface ScannedLabels {
  readonly state: 'missing' | 'unreadable' | 'read';
  /** The file that was read, or the first that was looked for. */
  readonly path: string;
  /** Of each box its class, width and height as fractions of the image: three numbers a box. */
  readonly boxes: ArrayLike<number>;
  /** The class name of each box, where classes have no numbers. */
  readonly names: readonly NamedLine[] | null;
  /** Whether the file holds nothing at all. */
  readonly empty: boolean;
  readonly problems: readonly LabelProblem[];
  readonly stated: Labels['stated'];
}

/** Looks at one image and its labels. Never throws for what is wrong with them. */
export function scanImage(job: ScanJob, settings: ScanSettings): Scanned {
  const file = scanFile(job, settings.cellRows);
  return job.labels === null
    ? { file, labels: null, forms: null }
    : { file, ...scanLabels(job.labels.kind, job.labels.paths, settings) };
}

function scanFile({ path, known }: ScanJob, cellRows: number): ScannedFile {
  try {
    if (known !== null) {
      const now = statSync(path, { throwIfNoEntry: false });
      if (now?.size === known.size && now.mtimeMs === known.modified) return { state: 'unchanged' };
    }
    const { content, modified } = readWhole(path);
    const { width, height, sketch, traits, sharpness } = readImage(content, cellRows);
    return {
      state: 'read',
      size: content.length,
      modified,
      width,
      height,
      checksum: checksumOf(content),
      sketch,
      traits: packTraits(traits),
      sharpness: packSharpness(sharpness),
    };
  } catch (error) {
    if (error instanceof ImageError) return { state: error.kind, what: error.message };
    if (errorCode(error) === 'ENOENT') return { state: 'missing' };
    return { state: 'unreadable', what: reasonOf(error) };
  }
}

function checksumOf(content: Buffer): number {
  const ends = 4096;
  return crc32(content.subarray(Math.max(ends, content.length - ends)), crc32(content.subarray(0, ends)));
}

/** The bytes of a file, valid until the next call: one buffer serves for all files. */
function readWhole(path: string): { content: Buffer; modified: number } {
  const file = openSync(path, 'r');
  try {
    const { size, mtimeMs } = fstatSync(file);
    if (size > maxFileBytes)
      throw new ImageError('unreadable', `it has ${bytes(size)}, and an image at most ${bytes(maxFileBytes)}`);
    if (size > buffer.length) buffer = Buffer.allocUnsafeSlow(size + (size >> 2));
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(file, buffer, length, size - length, null);
    return { content: buffer.subarray(0, length), modified: mtimeMs };
  } finally {
    closeSync(file);
  }
}

let buffer = Buffer.allocUnsafeSlow(1 << 20);

/** A photo of 100 million pixels has half as much. */
const maxFileBytes = 64 * 1024 * 1024;

function scanLabels(
  kind: 'yolo' | 'voc',
  paths: readonly string[],
  settings: ScanSettings,
): Pick<Scanned, 'labels' | 'forms'> {
  const nothing = { boxes: [], names: null, empty: true, problems: [], stated: null };
  for (const path of paths) {
    const text = textOf(path);
    if (text === null) continue;
    if (typeof text !== 'string')
      return {
        labels: {
          ...nothing,
          state: 'unreadable',
          path,
          problems: [{ check: 'label-malformed', line: null, what: `The label file cannot be read: ${text.reason}.` }],
        },
        forms: null,
      };
    const { forms, ...labels } = readLabels(kind, text, settings);
    return { labels: { state: 'read', path, ...labels }, forms };
  }
  return { labels: { ...nothing, state: 'missing', path: paths[0]! }, forms: null };
}

/** Null when there is no such file. */
function textOf(path: string): string | { reason: string } | null {
  try {
    const size = statSync(path).size;
    if (size > maxLabelBytes)
      return { reason: `it has ${bytes(size)}, and the labels of one image at most ${bytes(maxLabelBytes)}` };
    return readFileSync(path, 'utf8');
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? null : { reason: reasonOf(error) };
  }
}

/** Hundred thousand boxes, or the outlines of thousands, have less. */
const maxLabelBytes = 8 * 1024 * 1024;

function readLabels(
  kind: 'yolo' | 'voc',
  text: string,
  { rules, yolo, names }: ScanSettings,
): Omit<ScannedLabels, 'state' | 'path'> & Pick<Scanned, 'forms'> {
  const found = kind === 'yolo' ? null : readVocLabels(text, (name) => names?.indexOf(name) ?? 0);
  const labels: Labels = found ?? readYoloLabels(text, yolo);
  const problems = [
    ...labels.problems,
    ...checkBoxes(labels.boxes, rules).map(({ check, line, what }) => ({ check, line, what })),
  ];
  return {
    boxes: labels.boxes.flatMap(({ category, width, height }) => [category, width, height]),
    names: names === null && found !== null ? found.names : null,
    empty: labels.boxes.length === 0 && labels.problems.length === 0,
    problems,
    stated: labels.stated,
    forms: kind === 'yolo' ? packForms(countForms(labels.boxes, rules.categories)) : null,
  };
}
