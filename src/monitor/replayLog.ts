import type { TrainerChoice } from '../trainers/choice.ts';
import { reduce } from '../run/reduce.ts';
import { readCompanions, readPlanBeside, type Started } from './companions.ts';
import { readFiguresOnce } from './discovery/figuresSource.ts';
import { createReading, type Reading } from './reading.ts';

export interface ReplayOptions {
  readonly trainer: TrainerChoice | null;
  readonly started: Started | null;
  /** The planned length where the log does not tell it: iterations or epochs, as the trainer counts. */
  readonly budget: number | null;
  /** Called after every line, with the run as it is then. */
  readonly onLine: (reading: Reading) => void | Promise<void>;
}

/**
 * Reads a log line by line as if it were being written. Throws a full sentence when it is missing, a directory or
 * unreadable.
 */
export async function replayLog(path: string, { trainer, started, budget, onLine }: ReplayOptions): Promise<Reading> {
  const reading = createReading({ force: trainer });
  const { run } = reading;
  await readPlanBeside(reading, path);
  let planned = false;
  let companionsRead = started === null;
  const step = async (bytes: Buffer) => {
    reading.push(bytes, null);
    if (!companionsRead && reading.detector.trainer() !== null) {
      companionsRead = true;
      await readCompanions(reading, started!);
    }
    if (!planned && budget !== null && reading.detector.trainer() !== null) {
      planned = true;
      reduce(
        run,
        { type: 'plan', plan: { iterations: run.plan.iterations ?? budget, epochs: run.plan.epochs ?? budget } },
        null,
      );
    }
    await onLine(reading);
  };
  // Copies, because the reader's buffer is overwritten while a slow replay waits.
  const pieces: Buffer[] = [];
  await readFiguresOnce(path, (bytes) => pieces.push(Buffer.from(bytes)));
  while (pieces.length > 0) {
    for (const line of linesOf(pieces.shift()!)) await step(line);
  }
  reading.end();
  await onLine(reading);
  return reading;
}

/** The pieces of some bytes of a log up to and with each line end, and what is left of the last line. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const next = end === -1 ? bytes.length : end + 1;
    yield bytes.subarray(start, next);
    start = next;
  }
}
