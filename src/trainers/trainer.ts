import type { Line } from '../log/lines/line.ts';
import type { RunEvent } from '../run/events.ts';
import type { Afterwards } from './afterwards.ts';

/**
 * Everything that Plateau knows of one trainer: how to recognise and read it, where it keeps its figures, when it
 * saves, what stopping it costs. A trainer is one file in this folder, or one folder where its grammar needs several
 * files, and a row in `index.ts`.
 */
export interface Trainer {
  /** The names that recognition by this trainer can end in, the usual one first. */
  readonly names: readonly [string, ...string[]];
  /** What people call it: `Darknet`, `Ultralytics YOLO`. */
  readonly title: string;
  /**
   * Returns the name when only this trainer can have printed this line, else null. Must be cheap: it sees every line
   * until a trainer is recognised.
   */
  readonly recognise: (line: Line) => string | null;
  /** Creates a reader that has read nothing. `name` is what recognition or the user said. */
  readonly createReader: (name: string) => TrainerReader;
  /**
   * Returns the files named in the training's command that say more than its log (a `.cfg`, a `data.yaml`); none when
   * this is another program's command. Absent: it has no such files.
   */
  readonly companions?: (command: readonly string[]) => readonly Companion[];
  /** The files in which it keeps its figures beside its console, the finest first. Absent: it has none. */
  readonly resultFiles?: readonly ResultFile[];
  /** Names of files beside its result files that hold its arguments, as flat YAML. Absent: it has none. */
  readonly planFiles?: readonly string[];
  readonly habits: TrainerHabits;
  /** Whether a training of this command saves on SIGTERM, and then ends. Absent: none does. */
  readonly savesOnTerminate?: (command: readonly string[]) => boolean;
  /** How a training goes on after its end. Absent: nobody but a person can tell. */
  readonly afterwards?: Afterwards;
}

/** Reads the lines of one log, in order. Pure but for its own memory: no files, no clock. */
export interface TrainerReader {
  /** Emits what the line says. Returns false when the trainer's grammar does not explain the line. */
  readonly read: (line: Line, emit: Emit) => boolean;
  /**
   * Emits what the text of a companion file says. Text that makes no sense is a fault event, never a throw. Absent: it
   * has none.
   */
  readonly readCompanion?: (companion: Companion, text: string, emit: Emit) => void;
  /**
   * Returns what a file that ends here is to its user, as the end of a sentence, when it is only the beginning of one;
   * else null. Absent: every beginning of a log is a log.
   */
  readonly cutOff?: () => string | null;
}

export type Emit = (event: RunEvent) => void;

/** A file beside the log that the caller reads for the trainer, which itself touches no files. */
export interface Companion {
  /** As written in the command: relative to the training's working directory. */
  readonly path: string;
  readonly kind: 'configuration' | 'data';
}

/**
 * A file of figures beside a log, which has more than its console: all digits, validation losses, the learning rate.
 */
export interface ResultFile {
  /** As the README calls it: `results.csv`. */
  readonly name: string;
  /**
   * Glob patterns for it, relative to the directory that the trainer writes to, the likeliest first. Empty where a
   * format finds it (`src/log/formats/figureFormat.ts`).
   */
  readonly patterns: readonly string[];
  /** Other programs give the name to other things: looked for after all files without this. */
  readonly isCommonName?: true;
  /** Reads it. Absent: a format that no trainer owns does, such as the table of results. */
  readonly grammar?: FileGrammar;
}

export interface FileGrammar {
  /** Whose it is: one of the names of its trainer. */
  readonly trainer: string;
  /** Whether only this trainer can have written this line of the file. */
  readonly recognise: (line: Line) => boolean;
  readonly createReader: () => TrainerReader;
}

/**
 * Trainers whose learning curves are alike, because their networks, their schedules and the distance between their
 * evaluations are. Source: the curves that the advisor was measured on (`docs/advisor.md`).
 */
export type CurveFamily = (typeof curveFamilies)[number];

export const curveFamilies = ['yolo', 'darknet', 'detr', 'mmdetection', 'other'] as const;

/**
 * What a person must know before stopping this trainer. Sentences are shown as they are. Source: each trainer's own
 * code.
 */
export interface TrainerHabits {
  /** Whose learning curves its own are like. */
  readonly family: CurveFamily;
  /** What the numbers of a checkpoint, a plan or a best count. */
  readonly counts: 'iterations' | 'epochs';
  /** How often it saves something that can be resumed from, in words: `every 100 iterations`. */
  readonly saves: string;
  /** What SIGINT does and what it costs. */
  readonly interrupt: string;
  /** What SIGTERM does and what it costs. */
  readonly terminate: string;
  /** Whether it can go on afterwards, and how. */
  readonly resume: string;
  /** Its own early stopping, or that it has none. */
  readonly earlyStopping: string;
  /** When a signal cannot hit a half-written checkpoint, in words. */
  readonly safeMoment: string;
  /**
   * When a save is complete: `reported` as soon as the reader emits it; `next-step` when training goes on after the
   * line that announces it, which comes before the file is written; `evaluated` where saves are not announced, and an
   * evaluation comes after each. Absent: `next-step`.
   */
  readonly savedWhen?: 'reported' | 'next-step' | 'evaluated';
  /** Names of files that it saves without a word in its output directory. Absent: none are known. */
  readonly silentFiles?: readonly string[];
  /** False where nobody knows whether it prints something of every epoch. Absent: it does. */
  readonly printsEveryEpoch?: false;
  /** Ends of the names of its checkpoints, where they are not among the usual ones (`stopping/kept`): `.backup`. */
  readonly checkpointSuffixes?: readonly string[];
  /** SIGINT makes it change the file that was just saved, so that a stop after a save has to begin with SIGTERM. */
  readonly interruptSpoils?: true;
  /** SIGTERM makes it save and then end, so that every stop begins with that, and waits for the save. */
  readonly savesOnTerminate?: true;
  /** What to do for a mAP where it prints none, as a sentence. Absent: only what holds for all of them. */
  readonly toEvaluate?: string;
  /** Whether its loss is on Darknet's `avg loss` scale, for which the guide's loss bands (2.0, 1.0, 0.5) hold. */
  readonly lossBands: boolean;
  /** What it prints for its first epoch, or for its first iteration where it has no epochs. Events begin with 1. */
  readonly countsFrom: 0 | 1;
}
