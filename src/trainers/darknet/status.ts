import {
  accept,
  ascii,
  atEnd,
  type Cursor,
  expect,
  readInteger,
  readNumber,
  startsWith,
} from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import type { Emit } from '../trainer.ts';
import { step } from './step.ts';
import { announce, type Memory, plan, refineToAlexeyab } from './memory.ts';

/*
 * These come with every iteration, so no more of them is read than is needed. A line that begins as its kind does and
 * ends as its kind does is whole: text of the other stream that breaks into it ends with a line break of its own.
 */

/**
 * Reads `Loaded: 0.139990 seconds - performance bottleneck on CPU or Disk HDD/SSD`: how long the step waited for its
 * images (data.c).
 */
export function readLoaded(cursor: Cursor, memory: Memory): boolean {
  step(cursor, letterUpperL, letterO, 8); // Loaded:
  const seconds = readNumber(cursor);
  step(cursor, blank, letterS, 8); // seconds
  if (!atEnd(cursor)) expect(cursor, bottleneck);
  if (cursor.failed || !atEnd(cursor)) return false;
  memory.loading = seconds;
  return true;
}

/** Whether this is ` total_bbox = 30, rewritten_bbox = 0.000000 % ` (yolo_layer.c). */
export function isTotalBoxes(line: Line): boolean {
  const { bytes, start } = line;
  // " total_bbox = "
  return bytes[start + 2] === letterO && bytes[start + 6] === underscore && endsInPercent(line);
}

/** Reads ` (next mAP calculation at 100 iterations) `, on which the title follows without a line break (detector.c). */
export function readNextEvaluation(line: Line, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  step(cursor, blank, openingBracket, 26); // (next mAP calculation at
  const iteration = readInteger(cursor);
  step(cursor, blank, letterI, 13); // iterations)
  if (cursor.failed || !(atEnd(cursor) || readTitle(line, cursor, memory, emit))) return false;
  refineToAlexeyab(memory, emit);
  announce(memory, iteration, emit);
  return true;
}

/**
 * Whether this is ` Last accuracy mAP@0.50 = 78.99 %, best = 78.99 % `, on which the title follows (detector.c). It
 * repeats what the evaluation's own block said with more digits, and its best is that of the process only (trainers.md
 * 0.4), so nothing is taken from it.
 */
export function isLastAccuracy(line: Line): boolean {
  const { bytes, start } = line;
  // " Last accuracy mAP@"
  return bytes[start + 6] === letterA && bytes[start + 18] === at && (endsInPercent(line) || endsInTitle(line));
}

/**
 * Reads the terminal title that AlexeyAB's prints since 2022, of which intake has taken the control sequences away:
 * `101/1600: loss=2.7 map=0.05 best=0.05 hours left=0.1`. It is where the log says `max_batches`.
 */
export function readTitle(line: Line, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  readInteger(cursor);
  expect(cursor, slash);
  const total = readInteger(cursor);
  if (!accept(cursor, loss) || total < 1 || !endsInTitle(line)) return false;
  plan(memory, total, emit);
  return true;
}

/**
 * Whether this is ` rank = 100 of ranks = 14301 `, or hank-ai's `rank=100 of ranks=14301`: hundreds of them come with
 * an evaluation.
 */
export function isRank(cursor: Cursor): boolean {
  accept(cursor, blankText);
  expect(cursor, rank);
  if (!accept(cursor, equals)) expect(cursor, equalsOnly);
  readInteger(cursor);
  expect(cursor, ofRanks);
  if (!accept(cursor, equals)) expect(cursor, equalsOnly);
  readInteger(cursor);
  accept(cursor, blankText);
  return !cursor.failed && atEnd(cursor);
}

/**
 * Whether this is a number alone: the images that an evaluation has seen so far, or the size of pjreddie's random
 * resizing.
 */
export function isCount(cursor: Cursor): boolean {
  readInteger(cursor);
  return !cursor.failed && atEnd(cursor);
}

function endsInPercent(line: Line): boolean {
  const { bytes, end } = line;
  return bytes[end - 1] === blank && bytes[end - 2] === percent && bytes[end - 3] === blank;
}

/** `... hours left=0.1`, or `... time=7 seconds` of hank-ai's first versions. */
function endsInTitle(line: Line): boolean {
  const { bytes, start, end } = line;
  let sign = end - 1;
  while (sign > start && bytes[sign] !== equalsSign) sign--;
  if (sign === start || sign === end - 1) return false;
  const hours = bytes[sign - 1] === letterT && bytes[sign - 5] === blank && bytes[sign - 11] === blank;
  return hours || startsWith(line, time, sign + 1 - time.length);
}

const bottleneck = ascii(' - performance bottleneck on CPU or Disk HDD/SSD');
const slash = ascii('/');
const loss = ascii(': loss=');
const time = ascii(' time=');
const blankText = ascii(' ');
const blank = 0x20;
const openingBracket = 0x28;
const percent = 0x25;
const equalsSign = 0x3d;
const at = 0x40;
const letterUpperL = 0x4c;
const underscore = 0x5f;
const letterA = 0x61;
const letterI = 0x69;
const letterO = 0x6f;
const letterS = 0x73;
const letterT = 0x74;
const rank = ascii('rank');
const ofRanks = ascii(' of ranks');
const equals = ascii(' = ');
const equalsOnly = ascii('=');
