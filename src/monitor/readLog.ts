import { openLog } from '../log/files/openLog.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import { trainerState } from '../trainers/hfTrainer/trainerState.ts';
import { readCompanions, readPlanBeside, type Started } from './companions.ts';
import { readFiguresOnce } from './followFigures.ts';
import { createReading, type Reading } from './reading.ts';

/**
 * Reads a log as it is now, once, to its end.
 * Throws a full sentence when it is missing, a directory, unreadable, or a state of Hugging Face's Trainer that was not written to its end.
 */
export async function readLog(
  path: string,
  { trainer, started }: { trainer: TrainerChoice | null; started: Started | null },
): Promise<Reading> {
  const reading = createReading({ force: trainer });
  await readFiguresOnce(path, (bytes) => reading.push(bytes, null));
  reading.end();
  if (reading.trainer() === trainerState) await refuseCutOff(path);
  await readPlanBeside(reading, path);
  if (started !== null) await readCompanions(reading, started);
  return reading;
}

/** A state is one object: cut off, it is of a checkpoint that cannot be resumed from, whatever its history says. */
async function refuseCutOff(path: string): Promise<void> {
  const { handle, stats } = await openLog(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, Math.max(0, stats.size - 4));
    if (/(?:^|\n)\}\s*$/.test(buffer.toString('latin1', 0, bytesRead))) return;
  } finally {
    await handle.close();
  }
  throw new Error(
    `${path} is cut off in the middle: it is being written, or its checkpoint was never finished. Name the one of an earlier checkpoint.`,
  );
}
