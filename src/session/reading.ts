import { createLineReader } from '../intake/lines.ts';
import type { TrainerName } from '../run/events.ts';
import { countLine, reduce } from '../run/reduce.ts';
import { createRun, type Run } from '../run/run.ts';
import type { Detector } from '../trainers/detector.ts';
import { createDetector } from '../trainers/index.ts';

/**
 * Bytes of a log in, a run out: the way of the data from intake to run, without files and clocks. The same bytes give the same run however
 * they are cut.
 */
export interface Reading {
  readonly run: Run;
  readonly detector: Detector;
  /** `time` is when the bytes were written, in epoch seconds; null when they were there before. */
  readonly push: (bytes: Buffer, time: number | null) => void;
  /** Reads a last line that has no end. Only for a log that does not grow any more. */
  readonly end: () => void;
}

export function createReading(force: TrainerName | null = null): Reading {
  const run = createRun();
  const detector = createDetector(force === null ? {} : { force });
  let recovered = 0;
  let time: number | null = null;
  const emit = (event: Parameters<typeof reduce>[1]) => reduce(run, event, time);
  const lines = createLineReader((line) => {
    time = line.time;
    const explained = detector.read(line, emit);
    if (!line.volatile || !explained) countLine(run, explained, time);
    // Once the trainer is recognised, it explains lines that came before.
    run.unexplained -= detector.recovered() - recovered;
    recovered = detector.recovered();
  });
  return { run, detector, push: lines.push, end: lines.end };
}
