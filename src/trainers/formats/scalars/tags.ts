import { quantityOf } from '../../kit/quantities.ts';
import { meaningOfWords } from './tagWords.ts';

/** What the tag of a scalar says of it. */
export interface Meaning {
  readonly is: ScalarRole;
  /** What its step counts; null where the tag is one that people use for both. */
  readonly counts: 'epochs' | 'iterations' | null;
  /** Of a part of a loss: `box`, `cls` ... */
  readonly part: string;
  /** What it has to be divided by to be a fraction. */
  readonly scale: number;
  /** The first epoch is always 0: a resumed run may begin later. */
  readonly fromZero: boolean;
}

export type ScalarRole = 'part' | 'loss' | 'validationPart' | 'validationLoss' | 'learningRate' | 'epoch' | Figure;

/** `map` is a mAP50-95 where a mAP50 stands beside it, as torchmetrics and COCO name them. */
export type Figure = 'map50' | 'map50To95' | 'map' | 'precision' | 'recall' | 'iou';

/** Whether a tag is of a figure that an evaluation gives. */
export function isFigure(tag: string): boolean {
  const is = meaningOf(tag)?.is;
  return is === 'map50' || is === 'map50To95' || is === 'map' || is === 'precision' || is === 'recall' || is === 'iou';
}

/** What a tag means: first as the trainers write it, then as people name things; null for what does not matter. */
export function meaningOf(tag: string): Meaning | null {
  let meaning = known.get(tag);
  if (meaning === undefined) {
    // Names come from logs, so there is no end to them.
    if (known.size >= maxKnown) known.clear();
    known.set(tag, (meaning = findMeaning(tag)));
  }
  return meaning;
}

const known = new Map<string, Meaning | null>();
const maxKnown = 1000;

function findMeaning(tag: string): Meaning | null {
  for (const { pattern, is, counts, scale = 1, fromZero = false } of tags) {
    const match = pattern.exec(tag);
    if (match !== null) return { is, counts, part: match[1] ?? '', scale, fromZero };
  }
  const quantity = quantityOf(tag);
  const words = quantity === undefined ? meaningOfWords(tag) : { is: rolesOfNames[quantity], part: '' };
  if (words === null || words.is === null) return null;
  return { is: words.is, part: words.part, counts: null, scale: 1, fromZero: false };
}

const rolesOfNames = {
  epoch: 'epoch',
  loss: 'loss',
  validationLoss: 'validationLoss',
  map50: 'map50',
  map50To95: 'map50To95',
  map: 'map',
  precision: 'precision',
  recall: 'recall',
  iou: 'iou',
  learningRate: 'learningRate',
  iteration: null,
  epochs: null,
  iterations: null,
  seconds: null,
} as const satisfies Record<NonNullable<ReturnType<typeof quantityOf>>, ScalarRole | null>;

interface Tag extends Pick<Meaning, 'is' | 'counts'> {
  readonly pattern: RegExp;
  readonly scale?: number;
  readonly fromZero?: true;
}

/**
 * The tags that detectors' trainers write (trainers.md 2 to 8). For MLflow Ultralytics takes the brackets off, and its
 * epochs begin with 0 (ultralytics/utils/callbacks/mlflow.py).
 */
const tags: readonly Tag[] = [
  { pattern: /^metrics\/mAP50-95B$/, is: 'map50To95', counts: 'epochs', fromZero: true },
  { pattern: /^metrics\/mAP50B$/, is: 'map50', counts: 'epochs', fromZero: true },
  { pattern: /^metrics\/precisionB$/, is: 'precision', counts: 'epochs', fromZero: true },
  { pattern: /^metrics\/recallB$/, is: 'recall', counts: 'epochs', fromZero: true },
  { pattern: /^metrics\/mAP(?:50-95|_0\.5:0\.95)(?:\(B\))?$/, is: 'map50To95', counts: 'epochs' },
  { pattern: /^metrics\/mAP(?:50|_0\.5)(?:\(B\))?$/, is: 'map50', counts: 'epochs' },
  { pattern: /^metrics\/precision(?:\(B\))?$/, is: 'precision', counts: 'epochs' },
  { pattern: /^metrics\/recall(?:\(B\))?$/, is: 'recall', counts: 'epochs' },
  { pattern: /^val\/COCOAP50_95$/, is: 'map50To95', counts: 'epochs' },
  { pattern: /^val\/COCOAP50$/, is: 'map50', counts: 'epochs' },
  { pattern: /^(?:lr\/pg0|x\/lr0)$/, is: 'learningRate', counts: 'epochs' },
  { pattern: /^DetectionBoxes_Precision\/mAP$/, is: 'map50To95', counts: 'iterations' },
  { pattern: /^DetectionBoxes_Precision\/mAP@\.50IOU$/, is: 'map50', counts: 'iterations' },
  { pattern: /^bbox\/AP$/, is: 'map50To95', counts: 'iterations', scale: 100 },
  { pattern: /^bbox\/AP50$/, is: 'map50', counts: 'iterations', scale: 100 },
  { pattern: /^(?:coco\/|val\/)?bbox_mAP$/, is: 'map50To95', counts: 'iterations' },
  { pattern: /^(?:coco\/|val\/)?bbox_mAP_50$/, is: 'map50', counts: 'iterations' },
  { pattern: /^bbox-mAP$/, is: 'map50To95', counts: 'iterations' },
  { pattern: /^(?:Loss\/total_loss|total_loss|train\/total_loss)$/, is: 'loss', counts: 'iterations' },
  // RT-DETR's and D-FINE's: steps of the losses are iterations, those of the evaluations are epochs, both 0-based.
  // COCO's figures are told by their place among its twelve.
  { pattern: /^Loss\/total$/, is: 'loss', counts: 'iterations' },
  { pattern: /^Lr\/pg_0$/, is: 'learningRate', counts: 'iterations' },
  { pattern: /(?:^|[/_])coco_eval_bbox[_/]0$/, is: 'map50To95', counts: 'epochs', fromZero: true },
  { pattern: /(?:^|[/_])coco_eval_bbox[_/]1$/, is: 'map50', counts: 'epochs', fromZero: true },
  { pattern: /^learning_rate_1$/, is: 'learningRate', counts: 'iterations' },
  { pattern: /^train\/epoch$/, is: 'epoch', counts: null },
  { pattern: /^train\/((?!total)\w+?)_loss$/, is: 'part', counts: 'epochs' },
  { pattern: /^val\/((?!total)\w+?)_loss$/, is: 'validationPart', counts: 'epochs' },
];
