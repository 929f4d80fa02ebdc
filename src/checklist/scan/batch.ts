import { sketchSide } from '../image/image.ts';
import { formFields } from '../labels/forms.ts';
import type { ScanJob, Scanned, ScannedFile, ScannedLabels } from './scanImage.ts';

/**
 * What a thread found of some images, in a few flat arrays that are handed over without a copy: objects for each image
 * would cost more time than looking at it.
 */
export interface Batch {
  readonly start: number;
  /** `fields` numbers for each image. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly cells: Uint8Array<ArrayBuffer>;
  /** Three numbers for each box, those of the first image first. */
  readonly boxes: Float32Array<ArrayBuffer>;
  /** What few images have, by their place in the batch. */
  readonly rare: readonly Rare[];
}

interface Rare {
  readonly at: number;
  readonly what: string | null;
  readonly labels: Pick<ScannedLabels, 'names' | 'problems' | 'stated'> | null;
}

const ownFields = 11;
/** The forms of the boxes stand behind the other numbers of an image. */
const fields = ownFields + formFields;
const fileStates = ['missing', 'unchanged', 'unreadable', 'truncated', 'read'] as const;
const labelStates = ['missing', 'unreadable', 'read'] as const;

/** Packs what was found of some images that follow each other. */
export function packBatch(
  start: number,
  jobs: readonly ScanJob[],
  scanned: readonly Scanned[],
  cellRows: number,
): Batch {
  const cellCount = cellRows * sketchSide;
  const numbers = new Float64Array(scanned.length * fields);
  const cells = new Uint8Array(scanned.length * cellCount);
  const boxes = new Float32Array(scanned.reduce((sum, { labels }) => sum + (labels?.boxes.length ?? 0), 0));
  const rare: Rare[] = [];
  let next = 0;
  for (const [at, { file, labels, forms }] of scanned.entries()) {
    const read = file.state === 'read' ? file : null;
    numbers.set(
      [
        fileStates.indexOf(file.state),
        read?.size ?? 0,
        read?.modified ?? 0,
        read?.width ?? 0,
        read?.height ?? 0,
        read?.checksum ?? 0,
        read?.sketch ? 1 : 0,
        // No labels, or: which state, which of the files, and whether that is empty.
        labels === null
          ? -1
          : labelStates.indexOf(labels.state) * 2 +
            Number(labels.empty) +
            6 * jobs[at]!.labels!.paths.indexOf(labels.path),
        labels?.boxes.length ?? 0,
        read?.traits ?? 0,
        read?.sharpness ?? 0,
      ],
      at * fields,
    );
    if (forms !== null) numbers.set(forms, at * fields + ownFields);
    if (read?.sketch) cells.set(read.sketch, at * cellCount);
    if (labels !== null) {
      boxes.set(labels.boxes, next);
      next += labels.boxes.length;
    }
    const what = 'what' in file ? file.what : null;
    const unusual = labels !== null && (labels.problems.length > 0 || labels.names !== null || labels.stated !== null);
    if (what !== null || unusual) {
      rare.push({
        at,
        what,
        labels: unusual ? { names: labels.names, problems: labels.problems, stated: labels.stated } : null,
      });
    }
  }
  return { start, numbers, cells, boxes, rare };
}

/** Calls back for each image of a batch with what was found of it. */
export function unpackBatch(
  batch: Batch,
  jobs: readonly ScanJob[],
  onScanned: (index: number, scanned: Scanned) => void,
): number {
  const { start, numbers, cells, boxes } = batch;
  const count = numbers.length / fields;
  const cellCount = cells.length / Math.max(1, count);
  const rare = new Map(batch.rare.map((each) => [each.at, each]));
  let next = 0;
  for (let at = 0; at < count; at++) {
    const field = at * fields;
    const own = rare.get(at);
    const boxCount = numbers[field + 8]!;
    onScanned(start + at, {
      file: fileOf(numbers, field, own?.what ?? '', cells.subarray(at * cellCount, (at + 1) * cellCount)),
      labels: labelsOf(
        numbers[field + 7]!,
        jobs[start + at]!,
        boxes.subarray(next, next + boxCount),
        own?.labels ?? null,
      ),
      forms: numbers.subarray(field + ownFields, field + fields),
    });
    next += boxCount;
  }
  return count;
}

function fileOf(numbers: Float64Array, field: number, what: string, sketch: Uint8Array): ScannedFile {
  const state = fileStates[numbers[field]!]!;
  switch (state) {
    case 'missing':
    case 'unchanged':
      return { state };
    case 'unreadable':
    case 'truncated':
      return { state, what };
    case 'read':
      return {
        state,
        size: numbers[field + 1]!,
        modified: numbers[field + 2]!,
        width: numbers[field + 3]!,
        height: numbers[field + 4]!,
        checksum: numbers[field + 5]!,
        sketch: numbers[field + 6] === 1 ? sketch : null,
        traits: numbers[field + 9]!,
        sharpness: numbers[field + 10]!,
      };
  }
}

function labelsOf(code: number, { labels }: ScanJob, boxes: Float32Array, rare: Rare['labels']): ScannedLabels | null {
  if (code < 0) return null;
  return {
    state: labelStates[(code % 6) >> 1]!,
    path: labels!.paths[Math.floor(code / 6)]!,
    boxes,
    empty: code % 2 === 1,
    names: rare?.names ?? null,
    problems: rare?.problems ?? [],
    stated: rare?.stated ?? null,
  };
}
