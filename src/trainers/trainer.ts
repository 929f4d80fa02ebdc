import type { Line } from '../log/lines/line.ts';
import type { RunEvent, TrainerName } from '../run/events.ts';

/**
 * Everything Plateau knows of one trainer: how to recognise it, how to read it, when it saves, what stopping it costs.
 * A trainer is one file in this folder (or one folder, where its grammar needs several files) that exports one of these, and a row in `index.ts`.
 */
export interface Trainer {
  /** The names that recognition by this trainer can end in, the usual one first. */
  readonly names: readonly [TrainerName, ...TrainerName[]];
  /** What people call it: `Darknet`, `Ultralytics YOLO`. */
  readonly title: string;
  /** The name when this line could only have been printed by this trainer, else null. Must be cheap: it sees every line until something is recognised. */
  readonly recognise: (line: Line) => TrainerName | null;
  /** A fresh reader, with nothing read. `name` is what recognition or the user said. */
  readonly createReader: (name: TrainerName) => TrainerReader;
  /** Files named in the training's command that say more than its log (a `.cfg`, a `data.yaml`). Empty when this is another program's command. */
  readonly companions: (command: readonly string[]) => readonly Companion[];
  readonly habits: TrainerHabits;
}

/** Reads the lines of one log, in order. Pure but for its own memory: no files, no clock. */
export interface TrainerReader {
  /** Emits what the line says. Returns false when the trainer's grammar does not explain the line. */
  readonly read: (line: Line, emit: Emit) => boolean;
  /** Emits what the text of a companion file says. Text that makes no sense is a fault event, never a throw. */
  readonly readCompanion: (companion: Companion, text: string, emit: Emit) => void;
}

export type Emit = (event: RunEvent) => void;

/** A file beside the log that the caller reads for the trainer, which itself touches no files. */
export interface Companion {
  /** As written in the command: relative to the training's working directory. */
  readonly path: string;
  readonly kind: 'configuration' | 'data';
}

/** What a person must know before stopping this trainer. Sentences are shown as they are. Source: each trainer's own code. */
export interface TrainerHabits {
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
   * When a save is surely over: `told` as soon as the reader tells of it; `next-step` when training goes on after the line that announces it, which
   * comes before the file is written; `evaluated` where saves are not announced, and an evaluation comes after each. Absent: `next-step`.
   */
  readonly savedWhen?: 'told' | 'next-step' | 'evaluated';
  /** SIGINT makes it change the file that was just saved, so that a stop after a save has to begin with SIGTERM. */
  readonly interruptSpoils?: true;
  /** Whether the guide's loss bands (2.0, 1.0, 0.5) apply: they are on Darknet's `avg loss` scale. */
  readonly lossBands: boolean;
  /** How it prints a mAP, and so how its users know it. Inside it is always a fraction. */
  readonly mapUnit: 'percent' | 'fraction';
  /** What it prints for its first epoch, or for its first iteration where it has no epochs. Inside both begin with 1. */
  readonly countsFrom: 0 | 1;
}
