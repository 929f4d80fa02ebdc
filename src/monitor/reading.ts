import { isComplaint } from './complaint.ts';
import { createEventFileReader, isEventFile, mayBeEventFile } from '../log/formats/eventFile.ts';
import { createLineReader } from '../log/lines/lines.ts';
import type { RunEvent } from '../run/events.ts';
import { countLine, keepWords, reduce } from '../run/reduce.ts';
import { hasTrained } from '../run/selectors.ts';
import { createRun, type Run } from '../run/run.ts';
import type { Detector, DetectorOptions } from '../trainers/kit/detector.ts';
import { createDetector } from '../trainers/index.ts';
import { createScalarReader } from '../trainers/formats/scalars/scalarReader.ts';
import { tensorboard } from '../trainers/formats/tensorboard.ts';
import type { Trainer } from '../trainers/trainer.ts';

/**
 * Bytes of a log in, a run out: the way of the data from intake to run, without files and clocks. The same bytes give
 * the same run however they are cut.
 */
export interface Reading {
  readonly run: Run;
  readonly detector: Detector;
  /** Whose log it is; null until that is recognised. */
  readonly trainer: () => Trainer | null;
  /** `time` is when the bytes were written, in epoch seconds; null when they were there before. */
  readonly push: (bytes: Buffer, time: number | null) => void;
  /** Reads a last line that has no end. Only for a log that does not grow any more. */
  readonly end: () => void;
}

export interface ReadingOptions {
  /** How the trainer is found: absent, it is recognised. */
  readonly detection?: DetectorOptions;
  /** Called with every event, after the run has taken it in. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called after every line, and after every piece of an event file, with the time at which it was written. */
  readonly onLine?: (time: number | null) => void;
  /** Takes the events in instead of a run of its own: for a file beside the log. */
  readonly into?: { readonly run: Run; readonly take: (event: RunEvent, time: number | null) => void };
}

export function createReading({ detection, onEvent, onLine, into }: ReadingOptions = {}): Reading {
  const run = into?.run ?? createRun();
  const detector = createDetector(detection);
  let recovered = 0;
  let time: number | null = null;
  const emit = (event: RunEvent) => {
    if (into === undefined) reduce(run, event, time);
    else into.take(event, time);
    onEvent?.(event);
  };
  const lines = createLineReader((line) => {
    time = line.time;
    const explained = detector.read(line, emit);
    if (into !== undefined) return;
    if (!line.volatile || !explained) countLine(run, explained, time);
    if (!hasTrained(run)) keepWords(run, line.text());
    // Whatever program it is, its last complaint says more than an exit status.
    if (!explained && detector.trainer() === null && isComplaint(line.text())) {
      emit({ type: 'fault', text: line.text().trim(), fatal: false });
    }
    onLine?.(time);
  });
  const scalars = createScalarReader();
  const events = createEventFileReader((scalar) => scalars.read(scalar, emit));
  let format: 'text' | 'events' | null = null;
  /** The first bytes, until they tell what they are. */
  let start = Buffer.alloc(0);

  function push(bytes: Buffer, now: number | null): void {
    if (format === 'text') {
      lines.push(bytes, now);
      return forgiveRecovered();
    }
    time = now;
    if (format === 'events') return pushEvents(bytes);
    start = Buffer.concat([start, bytes]);
    if (isEventFile(start)) {
      format = 'events';
      emit({ type: 'trainer', name: 'tensorboard', version: null });
      pushEvents(start);
    } else if (!mayBeEventFile(start)) {
      beginText();
    }
  }

  function pushEvents(bytes: Buffer): void {
    events.push(bytes);
    onLine?.(time);
  }

  function beginText(): void {
    format = 'text';
    lines.push(start, time);
    forgiveRecovered();
  }

  /** Once the trainer is recognised, it explains lines that came before. */
  function forgiveRecovered(): void {
    if (into === undefined) run.unexplained -= detector.recovered() - recovered;
    recovered = detector.recovered();
  }

  return {
    run,
    detector,
    trainer: () => (format === 'events' ? tensorboard : detector.trainer()),
    push,
    end() {
      if (format === null) beginText();
      if (format === 'events') {
        scalars.end(emit);
        onLine?.(time);
      } else {
        lines.end();
        forgiveRecovered();
      }
    },
  };
}
