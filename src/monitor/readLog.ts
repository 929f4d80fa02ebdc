import type { TrainerChoice } from '../trainers/choice.ts';
import { readCompanions, readPlanBeside, type Started } from './companions.ts';
import { readFiguresOnce } from './discovery/figuresSource.ts';
import { createReading, type Reading } from './reading.ts';

/**
 * Reads a log as it is now, once, to its end. Throws a full sentence when it is missing, a directory, unreadable, or
 * only the beginning of a file that has to be whole.
 */
export async function readLog(
  path: string,
  { trainer, started }: { trainer: TrainerChoice | null; started: Started | null },
): Promise<Reading> {
  const reading = createReading({ force: trainer });
  await readFiguresOnce(path, reading.push);
  reading.end();
  const cutOff = reading.detector.cutOff();
  if (cutOff !== null) throw new Error(`${path} is cut off in the middle: ${cutOff}.`);
  await readPlanBeside(reading, path);
  if (started !== null) await readCompanions(reading, started);
  return reading;
}
