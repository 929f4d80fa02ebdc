import type { Line } from '../../log/lines/line.ts';
import { type Prefix, prefixesOf } from '../../log/lines/prefix.ts';
import { createRecordReader } from '../../log/lines/records.ts';
import type { Companion, Emit, Trainer, TrainerReader } from '../trainer.ts';
import { isIndented, type Recognised, sniff } from './sniff.ts';

/** Finds out from a log's lines whose log it is, and reads it with that trainer's grammar. */
export interface Detector {
  /**
   * Emits what the line says, and what the lines before recognition said once it comes. Returns false when no grammar
   * explains the line.
   */
  readonly read: (line: Line, emit: Emit) => boolean;
  /** The trainer whose grammar is used; null until one is recognised. */
  readonly trainer: () => Trainer | null;
  /**
   * How many of the lines that `read` returned false for were explained afterwards, when recognition came. Only grows.
   */
  readonly recovered: () => number;
  /** What a log that ends here is to its user when it is only the beginning of a file: see `TrainerReader`. */
  readonly cutOff: () => string | null;
  /** Emits what a companion file says, as soon as the trainer is known. */
  readonly readCompanion: (companion: Companion, text: string, emit: Emit) => void;
}

export interface DetectorOptions {
  /** Reads everything as this trainer's, whatever the lines look like. */
  readonly force?: string | undefined;
  /**
   * Reads everything with this trainer, which need not be a known one: what the user taught with `--metric`. Goes
   * before `force`.
   */
  readonly taught?: Trainer | undefined;
  /** Reads a training that is not recognised. A trainer that is recognised later takes over. */
  readonly fallback?: Fallback | undefined;
}

/** A trainer that is chosen by many lines, because no single line identifies it. */
export interface Fallback {
  readonly trainer: Trainer;
  /**
   * Creates a recogniser, which returns the name of a trainer once the lines it has seen are those of one: this one's,
   * or another's that single lines do not show.
   */
  readonly createRecogniser: () => (line: Line) => string | null;
}

/** Creates a detector that chooses among these trainers. Throws when `force` names none of them. */
export function createDetectorAmong(trainers: readonly Trainer[], options: DetectorOptions = {}): Detector {
  const detection = createDetection(trainers, options);
  /** Whether all lines of the current record were explained. */
  let recordExplained = true;
  const records = createRecordReader((line) => {
    detection.recorded = true;
    recordExplained = take(detection, line) && recordExplained;
  });

  return {
    read: (line, emit) => {
      if (detection.sink !== emit) detection.sink = emit;
      recordExplained = true;
      return records.read(line) ? recordExplained : take(detection, line);
    },
    trainer: () => detection.trainer,
    recovered: () => detection.recovered,
    cutOff: () => detection.reader?.cutOff?.() ?? null,
    readCompanion: (companion, text, emit) => {
      detection.sink = emit;
      if (detection.reader === null) detection.waiting.push({ companion, text });
      else detection.reader.readCompanion?.(companion, text, detection.emit);
    },
  };
}

/** What a detector knows of its log so far. */
interface Detection {
  readonly trainers: readonly Trainer[];
  readonly fallback: Trainer | null;
  readonly recogniseByLines: (line: Line) => string | null;
  /** The trainer that was named or taught, which is not to be recognised; else null. */
  readonly forced: Recognised | null;
  /** A prefix may be found once the log is read, where no recognised line has shown it. */
  readonly searchesPrefix: boolean;
  /** Passes on what the reader emits, and follows it to another trainer of a family. */
  readonly emit: Emit;
  sink: Emit;
  trainer: Trainer | null;
  reader: TrainerReader | null;
  prefix: Prefix | null;
  mayHavePrefix: boolean;
  /**
   * The current line may not show the prefix that the log has: it follows a carriage return, or what could be an
   * indentation is its own.
   */
  hidesPrefix: boolean;
  /** The latest lines that are not explained yet. */
  kept: Line[];
  /** Unexplained lines in a row. */
  misses: number;
  recovered: number;
  /** The log is in records, each of which may hold several of its lines. */
  recorded: boolean;
  waiting: { companion: Companion; text: string }[];
}

function createDetection(trainers: readonly Trainer[], { force, taught, fallback }: DetectorOptions): Detection {
  const detection: Detection = {
    trainers,
    fallback: fallback?.trainer ?? null,
    recogniseByLines: fallback?.createRecogniser() ?? (() => null),
    forced: taught !== undefined ? ofTaught(taught) : force === undefined ? null : named(trainers, force),
    searchesPrefix: taught === undefined,
    emit: (event) => {
      if (event.type === 'trainer') {
        if (force !== undefined && event.name !== force) return;
        detection.trainer = trainers.find(({ names }) => names.includes(event.name)) ?? detection.trainer;
      }
      detection.sink(event);
    },
    sink: () => {},
    trainer: null,
    reader: null,
    prefix: null,
    mayHavePrefix: false,
    hidesPrefix: false,
    kept: [],
    misses: 0,
    recovered: 0,
    recorded: false,
    waiting: [],
  };
  return detection;
}

function ofTaught(trainer: Trainer): Recognised {
  return { trainer, name: trainer.names[0], prefix: null };
}

function named(trainers: readonly Trainer[], name: string): Recognised {
  const trainer = trainers.find(({ names }) => names.includes(name));
  if (trainer === undefined) throw new Error(`No trainer called ${name} is known.`);
  return { trainer, name, prefix: null };
}

/** Reads a line. Returns whether it is explained. */
function take(detection: Detection, line: Line): boolean {
  detection.hidesPrefix ||= isIndented(line);
  const explained = readLine(detection, line);
  detection.hidesPrefix = line.volatile;
  return explained;
}

function readLine(detection: Detection, line: Line): boolean {
  const { forced } = detection;
  if (detection.reader === null) {
    if (forced === null) return readUnknown(detection, line);
    lock(detection, forced);
  } else if (forced === null && detection.trainer === detection.fallback) {
    const recognised = sniff(detection.trainers, line);
    if (recognised !== null) lock(detection, recognised);
  }
  if (!readBare(detection, line)) return forced === null && readUnexplained(detection, line);
  if (detection.misses > 0) {
    detection.misses = 0;
    detection.kept = [];
  }
  return true;
}

/** Reads a line of a log whose trainer is not known yet. */
function readUnknown(detection: Detection, line: Line): boolean {
  keep(detection, line);
  const recognised = sniff(detection.trainers, line) ?? fallbackFor(detection, line);
  if (recognised === null) return false;
  lock(detection, recognised);
  return replay(detection);
}

function fallbackFor({ fallback, trainers, recogniseByLines }: Detection, line: Line): Recognised | null {
  const name = recogniseByLines(line);
  if (name === null) return null;
  const trainer =
    fallback?.names.includes(name) === true ? fallback : trainers.find(({ names }) => names.includes(name));
  return trainer === undefined ? null : { trainer, name, prefix: null };
}

/** Another trainer's log may follow: after many unexplained lines each of them is tried. */
function readUnexplained(detection: Detection, line: Line): boolean {
  detection.misses++;
  keep(detection, line);
  if (detection.misses < missesUntilDoubt) return false;
  const candidates = detection.misses === missesUntilDoubt ? detection.kept : [line];
  for (const candidate of candidates) {
    const recognised = sniff(detection.trainers, candidate);
    if (recognised === null || recognised.trainer === detection.trainer) continue;
    lock(detection, recognised);
    return replay(detection);
  }
  return false;
}

/** Begins to read the log as this trainer's. */
function lock(detection: Detection, { trainer, name, prefix }: Recognised): void {
  const { fallback, forced, searchesPrefix, hidesPrefix } = detection;
  // What was taken for a training of an unknown trainer was something else.
  if (detection.trainer !== null && detection.trainer === fallback) detection.sink({ type: 'resumed', at: 0 });
  const reader = trainer.createReader(name);
  detection.trainer = trainer;
  detection.reader = reader;
  detection.prefix = prefix;
  detection.mayHavePrefix = prefix === null && searchesPrefix && (forced !== null || hidesPrefix);
  detection.misses = 0;
  detection.sink({ type: 'trainer', name, version: null });
  for (const { companion, text } of detection.waiting) reader.readCompanion?.(companion, text, detection.emit);
  detection.waiting = [];
}

/** Reads the kept lines, the current one last. Returns whether that one is explained. */
function replay(detection: Detection): boolean {
  const lines = detection.kept;
  detection.kept = [];
  let explained = false;
  for (const [index, line] of lines.entries()) {
    explained = readBare(detection, line);
    if (explained && !detection.recorded && index < lines.length - 1) detection.recovered++;
  }
  return explained;
}

function readBare(detection: Detection, line: Line): boolean {
  const { reader, prefix, emit } = detection;
  if (prefix !== null) return reader!.read(prefix.strip(line), emit);
  return reader!.read(line, emit) || (detection.mayHavePrefix && findPrefix(detection, line));
}

/**
 * Finds the prefix of a trainer that was not recognised by a complete line: a line that is explained behind it shows
 * it.
 */
function findPrefix(detection: Detection, line: Line): boolean {
  for (const prefix of prefixesOf(line)) {
    const bare = prefix.strip(line);
    if (bare.end - bare.start < minBareLength || !detection.reader!.read(bare, detection.emit)) continue;
    detection.prefix = prefix;
    return true;
  }
  return false;
}

function keep({ kept }: Detection, line: Line): void {
  kept.push(copyOf(line));
  if (kept.length > maxKept) kept.shift();
}

function copyOf(line: Line): Line {
  const bytes = Buffer.from(line.bytes.subarray(line.start, line.end));
  const text = line.text();
  return { bytes, start: 0, end: bytes.length, volatile: line.volatile, time: line.time, text: () => text };
}

/**
 * Lines kept from before recognition: a trainer's banner is among the last of them, whatever pip and the warnings
 * printed before.
 */
const maxKept = 200;
/** A line that has nothing behind its prefix shows nothing. */
const minBareLength = 3;
/** Unexplained lines in a row that make another trainer likely (trainers.md 0.5). */
const missesUntilDoubt = 200;
