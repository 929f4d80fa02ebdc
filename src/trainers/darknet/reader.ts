import { createCursor, type Cursor, isDigit, place, startsWith, ascii } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import type { Emit, TrainerReader } from '../trainer.ts';
import { isChatter } from './chatter.ts';
import { readCheckpoint } from './checkpoints.ts';
import { readClassTable } from './classTable.ts';
import { readConfiguration } from './companions/configuration.ts';
import { readDataFile } from './companions/dataFile.ts';
import { readEvaluation } from './evaluation.ts';
import { readFault, readMissingFile } from './faults.ts';
import { readHankaiIteration } from './hankaiIteration.ts';
import { readIteration } from './iteration.ts';
import { createMemory, type Memory } from './memory.ts';
import { isRepeated, readNotice, settle } from './notices.ts';
import { readPlainRegion, readYoloRegion } from './region.ts';
import { isCount, isLastAccuracy, isRank, isTotalBoxes, readLoaded, readNextEvaluation, readTitle } from './status.ts';
import { findTruncation, isHead, isOtherStream } from './truncation.ts';

/**
 * Reads the log of a Darknet of any family: their lines do not contradict each other, and a log may turn out to be of
 * another family than its first lines looked like.
 */
export function createDarknetReader(name: string): TrainerReader {
  const memory = createMemory(name);
  const cursor = createCursor();
  return {
    read: (line, emit) => readLine(line, cursor, memory, emit),
    readCompanion: (companion, text, emit) => {
      if (companion.kind === 'configuration') readConfiguration(companion.path, text, memory, emit);
      else readDataFile(companion.path, text, emit);
    },
  };
}

function readLine(line: Line, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  if (memory.unsure !== null) {
    // Text on stderr that begins with a line break may have cut the number in two.
    if (startsWith(line, tensorCores)) memory.unsure = null;
    else settle(memory, emit);
  }
  if (memory.truncated !== null) return readAfterTruncation(memory.truncated, line, cursor, memory, emit);
  if (readKnown(line, cursor, memory, emit)) {
    memory.doubtful = false;
    return true;
  }
  const text = line.text();
  if (readTrimmed(text, cursor, memory, emit)) return true;
  memory.doubtful = true;
  return readBroken(text, cursor, memory, emit);
}

/**
 * Programs that pass a log on, editors and browsers take the blanks off both ends of its lines, or indent what they
 * quote.
 */
function readTrimmed(text: string, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  const trimmed = trimmedLine.exec(text);
  if (trimmed === null) return false;
  const whole = trimmed[1] === ' ' ? text : ` ${text.trimStart()}`;
  if (whole !== text && readKnown(lineOf(whole), cursor, memory, emit)) return true;
  // With a blank behind it a figure looks whole, though it may have been cut.
  return !text.endsWith(' ') && !endsInFigure.test(trimmed[2]!) && readKnown(lineOf(`${whole} `), cursor, memory, emit);
}

const endsInFigure = /^(?:\d|mean_)/;
/** Lines of AlexeyAB's that begin with a blank, and most of which end with one. */
const trimmedLine =
  /^( *)(\d+: |\(next mAP |Last accuracy |calculation mAP |total_bbox |mean |mean_|for (?:conf_)?thresh|IoU threshold |detections_count|Detection layer: |rank |used )/;

const tensorCores = ascii(' Tensor Cores ');

/**
 * Reads a line that is whole. What a training prints all the time is recognised by its first bytes and read without
 * making a string.
 */
function readKnown(line: Line, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  const { bytes, start, end } = line;
  if (start === end) return true;
  place(cursor, line);
  switch (bytes[start]) {
    case 0x76: // v3
      if (readYoloRegion(cursor, memory, emit)) return true;
      break;
    case 0x4c: // Loaded
      if (readLoaded(cursor, memory)) return true;
      break;
    case 0x52: // Region
      if (readPlainRegion(cursor, line.volatile, memory, emit)) return true;
      break;
    case 0x20:
      if (readIndented(bytes[start + 1] ?? 0, line, cursor, memory, emit)) return true;
      break;
    case 0x72: // rank
      if (isRank(cursor)) return true;
      break;
    default:
      if (isDigit(bytes[start]) && readNumbered(line, cursor, memory, emit)) return true;
  }
  return readRare(line.text(), memory, emit);
}

function readIndented(second: number, line: Line, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  if (isDigit(second)) {
    cursor.position++;
    return readIteration(cursor, true, memory, emit);
  }
  switch (second) {
    case 0x74: // total_bbox
      return isTotalBoxes(line);
    case 0x28: // (next mAP calculation
      return readNextEvaluation(line, cursor, memory, emit);
    case 0x4c: // Last accuracy
      return isLastAccuracy(line);
    case 0x72: // rank
      return isRank(cursor);
    default:
      return false;
  }
}

function readNumbered(line: Line, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  if (readIteration(cursor, false, memory, emit)) return true;
  place(cursor, line);
  if (isCount(cursor)) return true;
  place(cursor, line);
  return readTitle(line, cursor, memory, emit) || readHankaiIteration(line.text(), memory, emit);
}

function readRare(text: string, memory: Memory, emit: Emit): boolean {
  // Every evaluation repeats most of its chatter word by word. Only what comes behind an error or within a table may
  // mean something else there.
  const free = !memory.faultFollows && memory.table === null;
  if (free && memory.chatter.has(text)) return true;
  if (
    readMissingFile(text, emit) ||
    readEvaluation(text, memory, emit) ||
    readClassTable(text, memory) ||
    readCheckpoint(text, memory, emit) ||
    readNotice(text, memory, emit) ||
    readFault(text, memory, emit) ||
    isRepeated(text)
  ) {
    return true;
  }
  if (!isChatter(text)) return readNetworkName(text, memory);
  if (text.length <= maxChatterLength) remember(memory.chatter, text);
  return true;
}

function remember(texts: Set<string>, text: string): void {
  if (texts.size >= maxChatter) texts.clear();
  texts.add(text);
}

const maxChatter = 100;
const maxChatterLength = 200;

/**
 * While it starts, Darknet prints the cfg's name alone on a line; in a pipe that line may stand in the middle of a row
 * of the layer table.
 */
function readNetworkName(text: string, memory: Memory): boolean {
  if (!memory.starting || memory.networkNamed || !/^(?: {2,4}\d+ )?[\w.+-]+$/.test(text)) return false;
  memory.networkNamed = true;
  return true;
}

/**
 * A line that nothing explains as it is: broken by another stream's text, or cut short. Returns false when it is not
 * that either.
 */
function readBroken(text: string, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  // Where the carriage returns were lost, the first class stands behind all the ranks.
  const ranks = /^(?: ?rank ?= ?\d+ of ranks ?= ?\d+ *)+/.exec(text)?.[0].length ?? 0;
  if (ranks > 0 && readKnown(lineOf(text.slice(ranks)), cursor, memory, emit)) return true;
  const truncation = findTruncation(text);
  if (truncation !== null && readKnown(lineOf(truncation.other), cursor, memory, emit)) {
    if (!isHead(truncation.head)) return false;
    memory.truncated = truncation.head;
    return true;
  }
  if (!isHead(text)) return false;
  memory.truncated = text;
  return true;
}

/**
 * The next line of the stream that was broken off is the rest of the truncated line: joined they are read like any
 * other. When they do not fit, the rest never came, and the head is dropped: a gap, not a wrong value.
 */
function readAfterTruncation(head: string, line: Line, cursor: Cursor, memory: Memory, emit: Emit): boolean {
  const text = line.text();
  memory.doubtful = true;
  // Counts that overwrite each other are an evaluation's progress; a count that ends its line may be the rest of ours.
  const other = isOtherStream(text) || (line.volatile && /^\d+$/.test(text));
  if (other && readKnown(line, cursor, memory, emit)) return true;
  memory.truncated = null;
  const joined = head + text;
  if (readKnown(lineOf(joined), cursor, memory, emit)) return true;
  const truncation = findTruncation(joined);
  if (truncation !== null && isHead(truncation.head) && readKnown(lineOf(truncation.other), cursor, memory, emit)) {
    memory.truncated = truncation.head;
    return true;
  }
  if (!readKnown(line, cursor, memory, emit) && isHead(text)) memory.truncated = text;
  return true;
}

function lineOf(text: string): Line {
  const bytes = Buffer.from(text);
  return { bytes, start: 0, end: bytes.length, volatile: false, time: null, text: () => text };
}
