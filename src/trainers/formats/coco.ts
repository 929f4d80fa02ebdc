import {
  accept,
  ascii,
  atEnd,
  createCursor,
  expect,
  place,
  readInteger,
  readNumber,
  skipSpaces,
} from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import type { EvaluationRead } from '../../run/events.ts';

/**
 * What a COCO summary table says, as fractions 0..1; null where it prints -1.000 because there are no such objects, or
 * has no such row.
 */
export interface CocoSummary {
  /** What was matched, where the log says it before the table. */
  readonly kind: 'bbox' | 'segm' | 'keypoints' | null;
  readonly map50To95: number | null;
  readonly map50: number | null;
  readonly map75: number | null;
  /** mAP50-95 of small, medium and large objects. */
  readonly small: number | null;
  readonly medium: number | null;
  readonly large: number | null;
  /**
   * Average recall over IoU 0.50 to 0.95 at the maximum number of detections per image: 100, or 1000 where the trainer
   * sets it.
   */
  readonly recall: number | null;
}

/** How the lines begin that pycocotools prints besides its table, as alternatives of an expression. */
export const cocoChatter = String.raw`Loading and preparing|DONE \(t=|Accumulating|Running per image|Evaluate annotation|creating index|index created|loading annotations|Done \(t=`;

/** The mAP of a table as an evaluation holds it; null for masks and keypoints, which come beside the boxes. */
export function boxesOf({ kind, map50, map50To95 }: CocoSummary): Pick<EvaluationRead, 'map50' | 'map50To95'> | null {
  return kind === null || kind === 'bbox' ? { map50, map50To95 } : null;
}

/** Collects the rows of COCO summary tables, wherever in a log they are. */
export interface CocoTable {
  /** Whether the line belongs to a COCO summary. `onComplete` gets the table with its last row. */
  readonly read: (line: Line, onComplete: (summary: CocoSummary) => void) => boolean;
}

/**
 * A reader for the table that pycocotools prints (cocoeval.py, `summarize`: three decimals) and for its relatives:
 * faster-coco-eval adds two rows at the end, MMDetection prints `maxDets=1000` and no leading space. Its last row of
 * twelve is the recall of large objects; a table that is cut off before is not reported, for what is missing is not
 * known.
 */
export function createCocoTable(): CocoTable {
  const cursor = createCursor();
  let kind: CocoSummary['kind'] = null;
  let rows = noRows();

  function read(line: Line, onComplete: (summary: CocoSummary) => void): boolean {
    place(cursor, line);
    skipSpaces(cursor);
    if (accept(cursor, kindLine) || accept(cursor, annotationLine)) return readKind();
    if (!accept(cursor, averageWord)) return false;
    skipSpaces(cursor);
    const precision = accept(cursor, precisionWord);
    if (!precision) expect(cursor, recallWord);
    skipSpaces(cursor);
    expect(cursor, precision ? precisionSign : recallSign);
    skipSpaces(cursor);
    expect(cursor, iouSign);
    const iou = readNumber(cursor);
    const ranged = accept(cursor, colon) && !Number.isNaN(readNumber(cursor));
    expectSpaced(bar);
    expectSpaced(areaSign);
    const area = readArea();
    expectSpaced(bar);
    expectSpaced(detectionsSign);
    skipSpaces(cursor);
    const detections = readInteger(cursor);
    expectSpaced(bracket);
    expectSpaced(equals);
    skipSpaces(cursor);
    const start = cursor.position;
    const value = readNumber(cursor);
    const decimals = cursor.position - start - (value < 0 ? 1 : 0) === threeDecimals;
    skipSpaces(cursor);
    // A row that was cut in its number would give another number.
    if (cursor.failed || area === null || !decimals || !atEnd(cursor)) return false;
    const known = value < 0 || !Number.isFinite(value) ? null : value;
    if (precision) readPrecision(iou, ranged, area, known, detections === detectionsOfKeypoints);
    else if (ranged) readRecall(area, known, onComplete);
    return true;
  }

  function readKind(): boolean {
    for (const name of kinds) {
      if (!accept(cursor, name.word)) continue;
      kind = name.kind;
      return true;
    }
    return false;
  }

  function readPrecision(iou: number, ranged: boolean, area: Area, value: number | null, keypoints: boolean): void {
    if (!ranged) {
      if (iou === 0.5) rows.map50 = value;
      else if (iou === 0.75) rows.map75 = value;
      return;
    }
    if (area !== 'all') {
      rows[area] = value;
      return;
    }
    rows = noRows();
    rows.begun = true;
    rows.keypoints = keypoints;
    rows.map50To95 = value;
  }

  function readRecall(area: Area, value: number | null, onComplete: (summary: CocoSummary) => void): void {
    // The rows of the recall grow in detections: the last of them counts.
    if (area === 'all') rows.recall = value;
    if (area !== 'large' || !rows.begun) return;
    const { begun: _begun, keypoints, ...summary } = rows;
    rows = noRows();
    onComplete({ kind: kind ?? (keypoints ? 'keypoints' : null), ...summary });
  }

  function expectSpaced(text: Uint8Array): void {
    skipSpaces(cursor);
    expect(cursor, text);
  }

  function readArea(): Area | null {
    skipSpaces(cursor);
    for (const { area, word } of areas) if (accept(cursor, word)) return area;
    return null;
  }

  return { read };
}

type Area = 'all' | 'small' | 'medium' | 'large';
type Rows = { -readonly [Key in Exclude<keyof CocoSummary, 'kind'>]: CocoSummary[Key] } & {
  begun: boolean;
  keypoints: boolean;
};

function noRows(): Rows {
  return {
    map50To95: null,
    map50: null,
    map75: null,
    small: null,
    medium: null,
    large: null,
    recall: null,
    begun: false,
    keypoints: false,
  };
}

const averageWord = ascii('Average ');
const precisionWord = ascii('Precision');
const recallWord = ascii('Recall');
const precisionSign = ascii('(AP)');
const recallSign = ascii('(AR)');
const iouSign = ascii('@[ IoU=');
const colon = ascii(':');
const bar = ascii('|');
const areaSign = ascii('area=');
const detectionsSign = ascii('maxDets=');
const bracket = ascii(']');
const equals = ascii('=');
/** Maximum detections of an image: pycocotools uses 20 for keypoints, and 1, 10 and 100 for boxes. */
const detectionsOfKeypoints = 20;
/** `0.412` and `1.000`. */
const threeDecimals = 5;
const areas = (['all', 'small', 'medium', 'large'] as const).map((area) => ({ area, word: ascii(area) }));
const kindLine = ascii('IoU metric: ');
const annotationLine = ascii('Evaluate annotation type *');
const kinds = (['bbox', 'segm', 'keypoints'] as const).map((kind) => ({ kind, word: ascii(kind) }));
