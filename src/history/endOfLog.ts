import { closeSync, openSync, readSync } from 'node:fs';
import type { RunRecord } from '../runs/runRecord.ts';
import { timeLeft } from '../run/selectors.ts';
import { readCompanions } from '../monitor/companions.ts';
import { createReading } from '../monitor/reading.ts';
import { type Figures, figuresOf } from './story.ts';

/** Bytes at the beginning of a log, where trainers say who they are and what they plan, and at its end. */
const headBytes = 16 * 1024;
const tailBytes = 64 * 1024;

/**
 * Where a training is, from the beginning and the end of its log alone, whatever lies between: the best is only the best of the end.
 * Throws what the system says when the log cannot be read.
 */
export async function endOfLog(record: RunRecord, size: number): Promise<{ figures: Figures; left: number | null }> {
  const reading = createReading({ force: record.trainer ?? null });
  const head = bytesOf(record.log, 0, headBytes);
  const tail = bytesOf(record.log, size - tailBytes, tailBytes);
  // Lines that were cut are none.
  reading.push(head.subarray(0, head.lastIndexOf(lineEnd) + 1), null);
  readCompanions(reading, record);
  reading.push(tail.subarray(tail.indexOf(lineEnd) + 1), null);
  const { run } = reading;
  return { figures: figuresOf(run), left: timeLeft(run) };
}

const lineEnd = 0x0a;

function bytesOf(path: string, from: number, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, Math.max(0, from)));
  } finally {
    closeSync(file);
  }
}
