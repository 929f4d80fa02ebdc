import { accept, ascii, atEnd, type Cursor, expect, readInteger, readNumber } from '../../intake/fields.ts';
import type { Emit } from '../trainer.ts';
import { announce, type Memory, plan, refineToAlexeyab } from './memory.ts';

/** Reads `Loaded: 0.139990 seconds - performance bottleneck on CPU or Disk HDD/SSD`: how long the step waited for its images (data.c). */
export function readLoaded(cursor: Cursor, memory: Memory): boolean {
  expect(cursor, loaded);
  const seconds = readNumber(cursor);
  expect(cursor, secondsWord);
  accept(cursor, bottleneck);
  if (cursor.failed || !atEnd(cursor)) return false;
  memory.loading = seconds;
  return true;
}

/** Reads ` total_bbox = 30, rewritten_bbox = 0.000000 % ` (yolo_layer.c). */
export function readTotalBoxes(cursor: Cursor): boolean {
  expect(cursor, totalBoxes);
  readInteger(cursor);
  expect(cursor, rewrittenBoxes);
  readNumber(cursor);
  expect(cursor, percent);
  accept(cursor, blank);
  return !cursor.failed && atEnd(cursor);
}

/** Reads ` (next mAP calculation at 100 iterations) `, on which the title follows without a line break (detector.c). */
export function readNextEvaluation(cursor: Cursor, memory: Memory, emit: Emit): boolean {
  expect(cursor, next);
  const iteration = readInteger(cursor);
  expect(cursor, iterations);
  if (cursor.failed || !(atEnd(cursor) || readTitle(cursor, memory, emit))) return false;
  refineToAlexeyab(memory, emit);
  announce(memory, iteration, emit);
  return true;
}

/**
 * Reads ` Last accuracy mAP@0.50 = 78.99 %, best = 78.99 % `, on which the title follows (detector.c). It repeats what the evaluation's own
 * block said with more digits, and its best is that of the process only (trainers.md 0.4), so nothing is taken from it.
 */
export function readLastAccuracy(cursor: Cursor, memory: Memory, emit: Emit): boolean {
  expect(cursor, lastAccuracy);
  readNumber(cursor);
  expect(cursor, equals);
  readNumber(cursor);
  expect(cursor, percent);
  if (accept(cursor, best)) {
    readNumber(cursor);
    expect(cursor, percent);
  }
  accept(cursor, blank);
  return !cursor.failed && (atEnd(cursor) || readTitle(cursor, memory, emit));
}

/** Reads how far an evaluation is: `\r48` counts the images, ` rank = 100 of ranks = 315 \r` its detections (detector.c). */
export function readEvaluationProgress(cursor: Cursor): boolean {
  if (accept(cursor, rank)) {
    readInteger(cursor);
    expect(cursor, ranks);
    readInteger(cursor);
    accept(cursor, blank);
  } else readInteger(cursor);
  return !cursor.failed && atEnd(cursor);
}

/**
 * Reads the terminal title that AlexeyAB's prints since 2022, of which intake has taken the control sequences away:
 * `101/1600: loss=2.7 map=0.05 best=0.05 hours left=0.1`. It is where the log says `max_batches`.
 */
export function readTitle(cursor: Cursor, memory: Memory, emit: Emit): boolean {
  readInteger(cursor);
  expect(cursor, slash);
  const total = readInteger(cursor);
  expect(cursor, loss);
  readNumber(cursor);
  if (accept(cursor, map)) {
    readNumber(cursor);
    expect(cursor, bestFraction);
    readNumber(cursor);
  }
  if (accept(cursor, hours)) readNumber(cursor);
  else if (accept(cursor, time)) cursor.position = cursor.end;
  if (cursor.failed || !atEnd(cursor) || total < 1) return false;
  plan(memory, total, emit);
  return true;
}

const loaded = ascii('Loaded: ');
const secondsWord = ascii(' seconds');
const bottleneck = ascii(' - performance bottleneck on CPU or Disk HDD/SSD');
const totalBoxes = ascii(' total_bbox = ');
const rewrittenBoxes = ascii(', rewritten_bbox = ');
const percent = ascii(' %');
const blank = ascii(' ');
const next = ascii(' (next mAP calculation at ');
const iterations = ascii(' iterations) ');
const lastAccuracy = ascii(' Last accuracy mAP@');
const equals = ascii(' = ');
const best = ascii(', best = ');
const rank = ascii(' rank = ');
const ranks = ascii(' of ranks = ');
const slash = ascii('/');
const loss = ascii(': loss=');
const map = ascii(' map=');
const bestFraction = ascii(' best=');
const hours = ascii(' hours left=');
const time = ascii(' time=');
