import type { Line } from './line.ts';
import { createLineReader, type LineReader } from './lines.ts';

/** Extracts a log from JSON records. */
export interface RecordReader {
  /**
   * Calls back with every line that this record completes, and returns true; returns false when the line is no such
   * record.
   */
  readonly read: (line: Line) => boolean;
}

/**
 * A reader of records that hold what a program wrote: docker's json-file driver
 * (`{"log":"...\n","stream":"stderr","time":"..."}`) and the log of a Kaggle notebook
 * (`,{"stream_name":"stderr","time":12.3,"data":"..."}`). A record may hold a piece of a line, so each stream is put
 * together for itself.
 */
export function createRecordReader(onLine: (line: Line) => void): RecordReader {
  const streams = new Map<string, LineReader>();

  function read(line: Line): boolean {
    if (!mayBeRecord(line)) return false;
    const record = recordOf(line.text());
    if (record === null) return false;
    let reader = streams.get(record.stream);
    if (reader === undefined) streams.set(record.stream, (reader = createLineReader(onLine)));
    reader.push(Buffer.from(record.text), line.time);
    return true;
  }

  return { read };
}

/** Called for every line: decides nearly all of them by a byte or two. */
function mayBeRecord({ bytes, start, end }: Line): boolean {
  let position = start;
  if (bytes[position] === comma || bytes[position] === openingBracket) position++;
  return bytes[position] === openingBrace && position + shortest < end && bytes[position + 1] === quote;
}

function recordOf(text: string): { stream: string; text: string } | null {
  const match = /^[,[]?(\{"(?:log|stream_name)":.*\})\]?$/.exec(text);
  if (match === null) return null;
  try {
    const { log, data, stream, stream_name: name } = JSON.parse(match[1]!);
    const [words, source] = [log ?? data, stream ?? name];
    return typeof words === 'string' && typeof source === 'string' ? { stream: source, text: words } : null;
  } catch {
    return null;
  }
}

const comma = 0x2c;
const openingBracket = 0x5b;
const openingBrace = 0x7b;
const quote = 0x22;
const shortest = 20;
