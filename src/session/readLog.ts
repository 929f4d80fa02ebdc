import { readFileOnce } from '../intake/follow.ts';
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
  await readFileOnce(path, (bytes) => reading.push(bytes, null));
  reading.end();
  await readPlanBeside(reading, path);
  if (started !== null) await readCompanions(reading, started);
  return reading;
}
