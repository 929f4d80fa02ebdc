import type { Line } from '../../log/lines/line.ts';
import { tableGrammar } from '../formats/results/tableFile.ts';
import { numberOf } from '../kit/numbers.ts';
import { unknownEvaluation } from '../kit/printed.ts';
import type { ResultFile, TrainerReader } from '../trainer.ts';

/**
 * `results.csv` of YOLOv5 since 6.0, and of YOLOv9, whose losses are Ultralytics'. Epochs are 0-based, also where a
 * resume begins it later.
 */
export function resultsCsv(trainer: 'yolov5' | 'yolov9'): ResultFile {
  const hasOwnLosses = (header: string) => header.includes('dfl_loss') === (trainer === 'yolov9');
  return {
    name: 'results.csv',
    patterns: ['results.csv'],
    grammar: tableGrammar(trainer, (header) => header.includes('metrics/mAP_0.5') && hasOwnLosses(header), 0),
  };
}

/**
 * `results.txt` of YOLOv7, YOLOR and YOLOv5 up to 5.0: no header, 15 columns, epochs 0-based. Nothing in it
 * distinguishes them: it is read as YOLOv7's. The columns (trainers.md 3):
 *
 *     e/E mem box obj cls total labels size P R mAP.5 mAP.5:.95 val_box val_obj val_cls
 *
 * Of poses there are two losses more (`kpt`, `kptv`), before the total, and in newer ones at the end, too.
 *
 * Ultralytics' YOLOv3 has an F1 where they have mAP50-95, and prints three digits of every number where they print
 * four.
 */
export const resultsTxt: ResultFile = { name: 'results.txt', patterns: ['results.txt'], isCommonName: true };

export const yolov7ResultsTxt: ResultFile = {
  ...resultsTxt,
  grammar: { trainer: 'yolov7', recognise: (line) => rowIn(line) !== null, createReader: createTextFileReader },
};

function createTextFileReader(): TrainerReader {
  let planned: number | null = null;
  /** Whether the figure behind the mAP50 is an F1; null before the first row. */
  let hasF1: boolean | null = null;
  return {
    read(line, emit) {
      if (line.start === line.end) return true;
      const row = rowIn(line);
      if (row === null) return false;
      if (row.epochs !== planned) {
        planned = row.epochs;
        emit({ type: 'plan', plan: { epochs: planned } });
      }
      hasF1 ??= !row.words.some((word) => fourDigits.test(word));
      const losses = row.values.slice(0, row.sizeAt - 2);
      const total = row.values[row.sizeAt - 2];
      const [precision, recall, map50, last, ...validation] = row.values.slice(row.sizeAt + 1);
      emit({
        type: 'epoch',
        epoch: row.epoch,
        loss: total!,
        validationLoss: validation.reduce((sum, value) => sum + value, 0),
        learningRate: null,
        seconds: null,
        parts: namedLosses(losses),
        validationParts: namedLosses(validation),
      });
      emit({
        ...unknownEvaluation,
        epoch: row.epoch,
        precision: precision!,
        recall: recall!,
        map50: map50!,
        ...(hasF1 ? { f1: last! } : { map50To95: last! }),
        exact: true,
      });
      return true;
    },
  };
}

function namedLosses(values: readonly number[]): Record<string, number> {
  return Object.fromEntries(lossNames.slice(0, values.length).map((name, index) => [name, values[index]!]));
}

/** A row of `results.txt`. `sizeAt` is where in it the size of the images is, behind the total and the labels. */
interface Row {
  readonly epoch: number;
  readonly epochs: number;
  readonly words: readonly string[];
  readonly values: readonly number[];
  readonly sizeAt: number;
}

/** A whole row; null for anything else, a half-written one included. */
function rowIn(line: Line): Row | null {
  if (line.end - line.start > 400) return null;
  const match = /^\s*(\d+)\/(\d+)\s+[\d.]+G\s+(\S+(?:\s+\S+){12,17})\s*$/.exec(line.text());
  if (match === null) return null;
  const words = match[3]!.trim().split(/\s+/);
  const sizeAt = layouts.get(words.length);
  if (sizeAt === undefined) return null;
  // Losses may be nan, but the row has to be one of numbers.
  if (!words.every((word) => /^[-+]?(?:[\d.]+(?:e[-+]?\d+)?|nan|inf)$/i.test(word))) return null;
  return {
    epoch: Number(match[1]) + 1,
    epochs: Number(match[2]) + 1,
    words,
    sizeAt,
    values: words.map((word) => numberOf(word) ?? Number.NaN),
  };
}

const lossNames = ['box', 'obj', 'cls', 'kpt', 'kptv'];
/** Where the size is in rows of so many numbers: of boxes, of poses whose validation has three losses, or all five. */
const layouts = new Map([
  [13, 5],
  [15, 7],
  [17, 7],
]);
const fourDigits = /^[-+0.]*[1-9](?:\.?\d){3}/;
