import { isComplaint } from './complaint.ts';
import { isWandbFile, mayBeWandbFile } from '../log/formats/wandb/recordFile.ts';
import { createWandbReader } from '../log/formats/wandb/wandbText.ts';
import { createStreamMerge, type StreamMerge } from './mergeFigures.ts';
import { createEventFileReader, isEventFile, mayBeEventFile } from '../log/formats/eventFile.ts';
import { createLineReader } from '../log/lines/lines.ts';
import type { RunEvent } from '../run/events.ts';
import { countLine, joinLogs, keepWords, reduce } from '../run/reduce.ts';
import { hasTrained } from '../run/selectors.ts';
import { createRun, type Run } from '../run/run.ts';
import type { Detector, DetectorOptions } from '../trainers/kit/detector.ts';
import { createDetector, programs } from '../trainers/index.ts';
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
  /** What was read so far is the log of an earlier part of the training, which went on after `at`: see `OnJoin`. */
  readonly join: (at: number | null) => void;
  /** Reads a last line that has no end. Only for a log that does not grow any more. */
  readonly end: () => void;
}

export interface ReadingOptions {
  /** How the trainer is found: absent, it is recognised. */
  readonly detection?: DetectorOptions;
  /** Called with every event, after the run has taken it in. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called after every line, and after every piece of a binary file, with the time at which it was written. */
  readonly onLine?: (time: number | null) => void;
  /** Called with what of the log a person can read: of a binary file its console, if it has one. */
  readonly onText?: (bytes: Buffer) => void;
  /** Takes the events in instead of a run of its own: for a file beside the log. */
  readonly into?: { readonly run: Run; readonly take: (event: RunEvent, time: number | null) => void };
}

export function createReading({ detection, onEvent, onLine, onText, into }: ReadingOptions = {}): Reading {
  const run = into?.run ?? createRun();
  const detector = createDetector(detection);
  let recovered = 0;
  let time: number | null = null;
  const emit = (event: RunEvent) => {
    if (into === undefined) reduce(run, event, time);
    else into.take(event, time);
    onEvent?.(event);
  };
  /** What is in a W&B file besides a console. */
  let figures: WandbFigures | null = null;
  const emitLine = (event: RunEvent) => {
    if (figures === null || figures.merge.takesConsole(event, isProgram(detector.trainer()))) emit(event);
  };
  const lines = createLineReader((line) => {
    time = line.time;
    const explained = detector.read(line, emitLine);
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
  let format: 'text' | 'events' | 'wandb' | null = null;
  /** The first bytes, until they tell what they are. */
  let start = Buffer.alloc(0);

  function push(bytes: Buffer, now: number | null): void {
    if (format === 'text') return pushText(bytes, now);
    time = now;
    if (format === 'events') return pushEvents(bytes);
    if (format === 'wandb') return pushWandb(bytes);
    start = Buffer.concat([start, bytes]);
    if (isEventFile(start)) {
      format = 'events';
      emit({ type: 'trainer', name: 'tensorboard', version: null });
      pushEvents(start);
    } else if (isWandbFile(start)) {
      format = 'wandb';
      pushWandb(start);
    } else if (!mayBeEventFile(start) && !mayBeWandbFile(start)) {
      beginText();
    }
  }

  function pushText(bytes: Buffer, now: number | null): void {
    onText?.(bytes);
    lines.push(bytes, now);
    forgiveRecovered();
  }

  function pushWandb(bytes: Buffer): void {
    figures ??= createWandbFigures();
    figures.push(bytes);
    onLine?.(time);
  }

  function createWandbFigures(): WandbFigures {
    const merge = into === undefined ? createStreamMerge(run) : null;
    const tracked = createDetector();
    const ofFigures = createLineReader((line) => {
      const explained = tracked.read(line, (event) => {
        if (merge === null) return emit(event);
        merge.takeFigures(event, isProgram(detector.trainer()), time);
        onEvent?.(event);
      });
      if (into === undefined) countLine(run, explained, time);
    });
    const readFile = createWandbReader({
      onFigures: (text) => ofFigures.push(Buffer.from(text), time),
      // Beside a console its copy says nothing new.
      onConsole: (text) => (into === undefined ? pushText(Buffer.from(text), time) : undefined),
    });
    return { push: readFile, merge: merge ?? createStreamMerge(run), trainer: tracked.trainer };
  }

  function pushEvents(bytes: Buffer): void {
    events.push(bytes);
    onLine?.(time);
  }

  function beginText(): void {
    format = 'text';
    pushText(start, time);
  }

  /** Once the trainer is recognised, it explains lines that came before. */
  function forgiveRecovered(): void {
    if (into === undefined) run.unexplained -= detector.recovered() - recovered;
    recovered = detector.recovered();
  }

  function end(): void {
    if (format === null) beginText();
    if (format === 'events') {
      scalars.end(emit);
      onLine?.(time);
    } else {
      lines.end();
      forgiveRecovered();
    }
  }

  return {
    run,
    detector,
    trainer: () => {
      if (format === 'events') return tensorboard;
      const ofLines = detector.trainer();
      return figures === null || isProgram(ofLines) ? ofLines : (figures.trainer() ?? ofLines);
    },
    push,
    join: (at) => {
      end();
      format = null;
      start = Buffer.alloc(0);
      joinLogs(run, at);
    },
    end,
  };
}

/** What reads the figures of a W&B file, and puts them and its console together. */
interface WandbFigures {
  readonly push: (bytes: Buffer) => void;
  readonly merge: StreamMerge;
  readonly trainer: () => Trainer | null;
}

/** Whether it is a program whose words are known, rather than words that any may print. */
function isProgram(trainer: Trainer | null): boolean {
  return trainer !== null && programs.includes(trainer);
}
