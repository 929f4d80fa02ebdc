import { availableParallelism } from 'node:os';
import { isEventFile } from '../intake/eventFile.ts';
import { readFileOnce } from '../intake/follow.ts';
import { readLinesOnce } from '../intake/lineThread.ts';
import { openLog, statLog } from '../intake/openLog.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import { readCompanions, readPlanBeside, type Started } from './companions.ts';
import { createReading, type Reading } from './reading.ts';

/**
 * Reads a log as it is now, once, to its end.
 * Throws a full sentence when it is missing, a directory or unreadable.
 */
export async function readLog(
  path: string,
  { trainer, started }: { trainer: TrainerChoice | null; started: Started | null },
): Promise<Reading> {
  const reading = createReading({ force: trainer });
  await readWhole(path, reading);
  await readPlanBeside(reading, path);
  if (started !== null) await readCompanions(reading, started);
  return reading;
}

/**
 * Reads a file into a reading that has read nothing, and ends it; two threads share the work when the file is long.
 * Throws a full sentence when it is missing, a directory or unreadable.
 */
export async function readWhole(path: string, reading: Reading): Promise<void> {
  if (availableParallelism() > 1 && (await isLongText(path))) await readLinesOnce(path, reading.pushLine);
  else await readFileOnce(path, (bytes) => reading.push(bytes, null));
  reading.end();
}

async function isLongText(path: string): Promise<boolean> {
  const stats = await statLog(path);
  if (stats === null || !stats.isFile() || stats.size < longLog) return false;
  const { handle } = await openLog(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return !isEventFile(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Bytes of a log that is worth a second thread. */
const longLog = 64 * 1024 * 1024;
