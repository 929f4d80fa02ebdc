import {
  accept,
  ascii,
  atEnd,
  type Cursor,
  expect,
  readInteger,
  readNumber,
  skipPast,
} from '../../log/formats/fields.ts';
import type { RegionRead } from '../../run/events.ts';
import type { Emit } from '../trainer.ts';
import { step } from './step.ts';
import { type Memory, refineToAlexeyab } from './memory.ts';

/**
 * Reads what a detection head of AlexeyAB's prints per mini-batch, in the forms of 2019 to today, and hank-ai's with
 * `-show_details`: `v3 (iou loss, Normalizer: (iou: 0.07, obj: 1.00, cls: 1.00) Region 5 Avg (IOU: 0.318612), count:
 * 30, class_loss = 51.690388, iou_loss = 0.234993, total_loss = 51.925381 `. Source: yolo_layer.c and its history
 * (trainers.md 1.1).
 */
export function readYoloRegion(cursor: Cursor, memory: Memory, emit: Emit): boolean {
  skipHead(cursor, memory);
  const layer = readInteger(cursor);
  step(cursor, blank, letterA, 11); // Avg (IOU:
  const iou = readNumber(cursor);
  if (cursor.bytes[cursor.position] === comma) {
    expect(cursor, generalised);
    readNumber(cursor);
    expect(cursor, closedBracket);
    skipPast(cursor, count);
  } else step(cursor, closingBracket, comma, 10); // ), count:
  const objects = readInteger(cursor);
  if (cursor.failed) return false;
  if (atEnd(cursor)) return takeUnsure({ type: 'region', layer, iou, objects, loss: null }, memory, emit);
  if (accept(cursor, lossFirst)) {
    // The form of the winter of 2019, whose total comes first and is just called loss.
    const loss = readNumber(cursor);
    expect(cursor, classLoss);
    skipPast(cursor, iouLoss);
    readNumber(cursor);
    if (cursor.failed || !atEnd(cursor)) return false;
    emit({ type: 'region', layer, iou, objects, loss });
    return true;
  }
  const colons = skipToTotal(cursor);
  const loss = readNumber(cursor);
  if (!cursor.failed && colons && atEnd(cursor)) {
    return takeUnsure({ type: 'region', layer, iou, objects, loss }, memory, emit);
  }
  return finish(layer, iou, objects, loss, cursor, emit);
}

/** The normalizers of a network are the same on every line, so the layer is looked for where it was last. */
function skipHead(cursor: Cursor, memory: Memory): void {
  const start = cursor.position;
  cursor.position = start + memory.regionAt;
  if (accept(cursor, region)) return;
  cursor.position = start;
  skipPast(cursor, region);
  memory.regionAt = cursor.failed ? 0 : cursor.position - region.length - start;
}

/**
 * To the number of `total_loss = ` or, hank-ai's, `total_loss: `, from the end, which is nearer. Returns whether it was
 * the colon.
 */
function skipToTotal(cursor: Cursor): boolean {
  const { bytes, position } = cursor;
  let at = cursor.end - 1;
  while (at > position && bytes[at] !== equalsSign && bytes[at] !== colonSign) at--;
  const colons = bytes[at] === colonSign;
  cursor.position = at - (colons ? totalWord.length : totalWord.length + 1);
  if (cursor.position < position) cursor.failed = true;
  expect(cursor, totalWord);
  cursor.position = at + 2;
  return colons;
}

/**
 * Reads what YOLOv3 heads print in pjreddie's, in AlexeyAB's of 2018 to June 2019, Gaussian heads until today, and
 * YOLOv2's head, which has no number: `Region 82 Avg IOU: 0.220765, Class: 0.474237, Obj: 0.742991, No Obj: 0.566146,
 * .5R: 0.121212, .75R: 0.000000,  count: 33`. Source: yolo_layer.c, gaussian_yolo_layer.c, region_layer.c (trainers.md
 * 1.1).
 */
export function readPlainRegion(cursor: Cursor, volatile: boolean, memory: Memory, emit: Emit): boolean {
  expect(cursor, regionStart);
  const numbered = !accept(cursor, averageIouWithoutLayer);
  const layer = numbered ? readInteger(cursor) : null;
  if (numbered) expect(cursor, averageIou);
  const iou = readNumber(cursor);
  expect(cursor, classWord);
  skipPast(cursor, count);
  const objects = readInteger(cursor);
  if (cursor.failed) return false;
  // Progress that overwrites (\r) broke off the last number.
  if (atEnd(cursor)) {
    return !volatile && takeUnsure({ type: 'region', layer, iou, objects, loss: null }, memory, emit);
  }
  skipToTotal(cursor);
  const loss = readNumber(cursor);
  if (!cursor.failed) refineToAlexeyab(memory, emit);
  return finish(layer, iou, objects, loss, cursor, emit);
}

/** These forms end in a number and a blank: without the blank the number may be only the beginning of one. */
function finish(layer: number | null, iou: number, objects: number, loss: number, cursor: Cursor, emit: Emit): boolean {
  expect(cursor, blankText);
  if (cursor.failed || !atEnd(cursor)) return false;
  emit({ type: 'region', layer, iou, objects, loss });
  return true;
}

function takeUnsure(event: RegionRead, memory: Memory, emit: Emit): boolean {
  if (memory.unsure !== null) emit(memory.unsure);
  memory.unsure = event;
  return true;
}

const region = ascii(' Region ');
const regionStart = ascii('Region ');
const averageIou = ascii(' Avg IOU: ');
const averageIouWithoutLayer = ascii('Avg IOU: ');
const closedBracket = ascii('), ');
const generalised = ascii(', GIOU: ');
const count = ascii(' count: ');
const classWord = ascii(', Class: ');
const totalWord = ascii(' total_loss');
const lossFirst = ascii(', loss = ');
const classLoss = ascii(', class_loss = ');
const iouLoss = ascii(' iou_loss = ');
const blankText = ascii(' ');
const blank = 0x20;
const closingBracket = 0x29;
const comma = 0x2c;
const colonSign = 0x3a;
const equalsSign = 0x3d;
const letterA = 0x41;
