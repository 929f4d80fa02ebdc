import type { Line } from '../../log/lines/line.ts';
import { type Prefix, prefixesOf } from '../../log/lines/prefix.ts';
import { createRecordReader } from '../../log/lines/records.ts';
import type { Companion, Emit, Trainer, TrainerReader } from '../trainer.ts';

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
  /** Creates a recogniser, which returns true once the lines it has seen are those of a training. */
  readonly createRecogniser: () => (line: Line) => boolean;
}

/**
 * Lines kept from before recognition: a trainer's greeting is among the last of them, whatever pip and the warnings
 * printed before.
 */
const linesKept = 200;

/** A line that has nothing behind its prefix shows nothing. */
const minBareLength = 3;

/** Unexplained lines in a row that make another trainer likely (trainers.md 0.5). */
const missesUntilDoubt = 200;

interface Recognised {
  readonly trainer: Trainer;
  readonly name: string;
  /** What another program wrote before its lines; null when there is no such prefix. */
  readonly prefix: Prefix | null;
}

/** A detector that chooses among these trainers. Throws when `force` names none of them. */
export function createDetectorAmong(
  trainers: readonly Trainer[],
  { force, taught, fallback }: DetectorOptions = {},
): Detector {
  let trainer: Trainer | null = null;
  let reader: TrainerReader | null = null;
  let name: string | null = null;
  let prefix: Prefix | null = null;
  let mayHavePrefix = false;
  /**
   * Whether the present line would not show the prefix that the log has: it goes on behind a carriage return, or what
   * could be an indentation is its own.
   */
  let hidesPrefix = false;
  let kept: Line[] = [];
  let misses = 0;
  let recovered = 0;
  let waiting: { companion: Companion; text: string }[] = [];
  let sink: Emit = () => {};
  /** The log lies in records, each of which may hold several of its lines. */
  let recorded = false;
  /** Whether all lines of the present record were explained. */
  let recordExplained = true;
  const records = createRecordReader((line) => {
    recorded = true;
    recordExplained = take(line) && recordExplained;
  });
  const looksLikeTraining = fallback?.createRecogniser() ?? (() => false);

  /** A reader may see better than a first line did which of a family it reads. */
  const watch: Emit = (event) => {
    if (event.type === 'trainer') {
      if (force !== undefined && event.name !== force) return;
      name = event.name;
      trainer = named(event.name) ?? trainer;
    }
    sink(event);
  };

  function named(wanted: string): Trainer | null {
    return trainers.find(({ names }) => names.includes(wanted)) ?? null;
  }

  function known(wanted: string): Recognised {
    const found = named(wanted);
    if (found === null) throw new Error(`No trainer called ${wanted} is known.`);
    return { trainer: found, name: wanted, prefix: null };
  }

  function lock(chosen: Recognised): void {
    // What was taken for a training of an unknown trainer was something else.
    if (trainer !== null && trainer === fallback?.trainer) sink({ type: 'resumed', at: 0 });
    trainer = chosen.trainer;
    name = chosen.name;
    prefix = chosen.prefix;
    mayHavePrefix = prefix === null && taught === undefined && (force !== undefined || hidesPrefix);
    reader = trainer.createReader(name);
    misses = 0;
    sink({ type: 'trainer', name, version: null });
    for (const { companion, text } of waiting) reader.readCompanion?.(companion, text, watch);
    waiting = [];
  }

  /** Reads the kept lines, the current one last; returns whether that one is explained. */
  function replay(): boolean {
    const lines = kept;
    kept = [];
    let explained = false;
    for (const [index, line] of lines.entries()) {
      explained = readBare(line);
      if (explained && !recorded && index < lines.length - 1) recovered++;
    }
    return explained;
  }

  function keep(line: Line): void {
    kept.push(copyOf(line));
    if (kept.length > linesKept) kept.shift();
  }

  function readBare(line: Line): boolean {
    if (prefix !== null) return reader!.read(prefix.strip(line), watch);
    return reader!.read(line, watch) || (mayHavePrefix && findPrefix(line));
  }

  /** Whose line it is. An indentation may belong to the line itself, so it is no prefix where none is needed. */
  function sniff(line: Line): Recognised | null {
    const plain = sniffBare(line, null);
    if (plain !== null) return isIndented(line) ? plain : (sniffBehind(line) ?? plain);
    for (const possible of prefixesOf(line)) {
      const recognised = sniffBare(possible.strip(line), possible);
      if (recognised !== null) return recognised;
    }
    return null;
  }

  /**
   * Some trainers' lines are recognised whatever stands before them, but not all of their lines are read so: the
   * longest prefix behind which this one is recognised and explained counts. A clock of the trainer's own is none, for
   * without it nothing is explained.
   */
  function sniffBehind(line: Line): Recognised | null {
    for (const possible of prefixesOf(line).toReversed()) {
      const bare = possible.strip(line);
      const recognised = sniffBare(bare, possible);
      if (recognised !== null && explains(recognised, bare)) return recognised;
    }
    return null;
  }

  function sniffBare(line: Line, before: Prefix | null): Recognised | null {
    for (const candidate of trainers) {
      const recognised = candidate.recognise(line);
      if (recognised !== null) return { trainer: candidate, name: recognised, prefix: before };
    }
    return null;
  }

  function fallen(line: Line): Recognised | null {
    if (fallback === undefined || !looksLikeTraining(line)) return null;
    return { trainer: fallback.trainer, name: fallback.trainer.names[0], prefix: null };
  }

  /**
   * What stands before the lines of a trainer that was not recognised by a whole line: a line that is explained behind
   * it shows it.
   */
  function findPrefix(line: Line): boolean {
    for (const possible of prefixesOf(line)) {
      const bare = possible.strip(line);
      if (bare.end - bare.start < minBareLength || !reader!.read(bare, watch)) continue;
      prefix = possible;
      return true;
    }
    return false;
  }

  function readUnexplained(line: Line): boolean {
    misses++;
    keep(line);
    if (misses < missesUntilDoubt) return false;
    const candidates = misses === missesUntilDoubt ? kept : [line];
    for (const candidate of candidates) {
      const recognised = sniff(candidate);
      if (recognised === null || recognised.trainer === trainer) continue;
      lock(recognised);
      return replay();
    }
    return false;
  }

  const forced =
    taught !== undefined
      ? { trainer: taught, name: taught.names[0], prefix: null }
      : force === undefined
        ? null
        : known(force);

  function readLine(line: Line): boolean {
    if (reader === null) {
      if (forced !== null) lock(forced);
      else {
        keep(line);
        const recognised = sniff(line) ?? fallen(line);
        if (recognised === null) return false;
        lock(recognised);
        return replay();
      }
    } else if (forced === null && trainer === fallback?.trainer) {
      const recognised = sniff(line);
      if (recognised !== null) lock(recognised);
    }
    if (readBare(line)) {
      if (misses > 0) {
        misses = 0;
        kept = [];
      }
      return true;
    }
    return forced === null && readUnexplained(line);
  }

  function take(line: Line): boolean {
    hidesPrefix ||= isIndented(line);
    const explained = readLine(line);
    hidesPrefix = line.volatile;
    return explained;
  }

  return {
    read: (line, emit) => {
      if (sink !== emit) sink = emit;
      recordExplained = true;
      return records.read(line) ? recordExplained : take(line);
    },
    trainer: () => trainer,
    recovered: () => recovered,
    cutOff: () => reader?.cutOff?.() ?? null,
    readCompanion: (companion, text, emit) => {
      sink = emit;
      if (reader === null) waiting.push({ companion, text });
      else reader.readCompanion?.(companion, text, watch);
    },
  };
}

/** Whether a fresh reader of the trainer makes something of the line. */
function explains({ trainer, name }: Recognised, line: Line): boolean {
  return trainer.createReader(name).read(line, () => {});
}

function isIndented({ bytes, start, end }: Line): boolean {
  return start < end && (bytes[start] === 0x20 || bytes[start] === 0x09);
}

function copyOf(line: Line): Line {
  const bytes = Buffer.from(line.bytes.subarray(line.start, line.end));
  const text = line.text();
  return { bytes, start: 0, end: bytes.length, volatile: line.volatile, time: line.time, text: () => text };
}
