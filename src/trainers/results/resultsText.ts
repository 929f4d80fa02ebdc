import type { Line } from '../../intake/line.ts';
import { unknownEvaluation } from '../printed.ts';
import type { Trainer, TrainerReader } from '../trainer.ts';
import { yolov7 } from '../yolov5/yolov5.ts';

/**
 * `results.txt` of YOLOv7, YOLOR and YOLOv5 up to 5.0: no header, 15 columns, epochs 0-based. The columns: `e/E mem box obj cls total labels
 * size | P R mAP.5 mAP.5:.95 | val_box val_obj val_cls` (trainers.md 3).
 */
export const resultsText: Trainer = {
  ...yolov7,
  recognise: (line) => (rowIn(line) === null ? null : 'yolov7'),
  createReader,
  companions: () => [],
};

function createReader(): TrainerReader {
  let planned: number | null = null;
  return {
    read(line, emit) {
      if (line.start === line.end) return true;
      const row = rowIn(line);
      if (row === null) return false;
      if (row.epochs !== planned) {
        planned = row.epochs;
        emit({ type: 'plan', plan: { epochs: planned } });
      }
      const [box, objectness, classes, total, , , precision, recall, map50, map50To95, ...validation] = row.values;
      emit({
        type: 'epoch',
        epoch: row.epoch,
        loss: total!,
        validationLoss: validation.reduce((sum, value) => sum + value, 0),
        learningRate: null,
        seconds: null,
        parts: { box: box!, obj: objectness!, cls: classes! },
        validationParts: { box: validation[0]!, obj: validation[1]!, cls: validation[2]! },
      });
      emit({
        ...unknownEvaluation,
        epoch: row.epoch,
        precision: precision!,
        recall: recall!,
        map50: map50!,
        map50To95: map50To95!,
        exact: true,
      });
      return true;
    },
    readCompanion: () => {},
  };
}

/** A whole row; null for anything else, a half-written one included. */
function rowIn(line: Line): { epoch: number; epochs: number; values: number[] } | null {
  if (line.end - line.start > 400) return null;
  const match = /^\s*(\d+)\/(\d+)\s+[\d.]+G\s+(\S+(?:\s+\S+){12})\s*$/.exec(line.text());
  if (match === null) return null;
  const values = match[3]!.trim().split(/\s+/).map(Number);
  // Losses may be nan, but the row has to be one of numbers.
  if (
    match[3]!
      .trim()
      .split(/\s+/)
      .some((word) => !/^[-+]?(?:[\d.]+(?:e[-+]?\d+)?|nan|inf)$/i.test(word))
  )
    return null;
  return { epoch: Number(match[1]) + 1, epochs: Number(match[2]) + 1, values };
}
