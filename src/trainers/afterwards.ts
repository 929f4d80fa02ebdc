import type { Run } from '../run/run.ts';

/**
 * What a trainer offers for a training that has ended. Pure: it names files and commands, and others look at the files.
 * Absent: its own way of resuming needs a person.
 */
export interface Afterwards {
  /** What a longer training is counted in; null where its command cannot say how long it is. */
  readonly longerBy: 'epochs' | 'iterations' | null;
  /** How it goes on from a save. */
  readonly resume: (ended: EndedTraining) => Resuming | Refusal;
  /**
   * The save that a command goes on from, optimizer and count included, as it names it; null where it begins a
   * training, validates, or finds its save itself.
   */
  readonly resumesFrom: (command: readonly string[]) => string | null;
  /** A new training from the weights of this one, with a lower learning rate. Absent: its command cannot say that. */
  readonly restart?: (ended: EndedTraining) => Restart | Refusal;
  /** What it would have done itself at its end, on the weights that are to be kept. Absent: nothing that is known. */
  readonly finish?: (ended: EndedTraining, weights: KeptWeights) => Finishing | Refusal;
}

/** The weights of a training that are validated at its end. Paths are as its command and its log write them. */
export interface KeptWeights {
  readonly path: string;
  /** Whether they hold weights alone; null where that cannot be told. */
  readonly isStripped: boolean | null;
  /** A free name beside them, for a stripped copy. */
  readonly stripped: string;
  /** The Python that runs the training, as a path or a name; null where that is not known. */
  readonly python: string | null;
}

/** The commands that bring a training to its end, in turn. */
export interface Finishing {
  /** `copy` is the path of the changed copy, where there is one. */
  readonly steps: (copy: string) => readonly FinishStep[];
  /** A file of settings that the commands need in another form; it is copied, never changed itself. */
  readonly changed?: ChangedCopy;
  /** It prints no figures. Absent: it does. */
  readonly isSilent?: true;
  /** What comes out beside the figures that are printed, as a sentence. */
  readonly gives: string;
}

export interface FinishStep {
  readonly what: 'strip' | 'validate';
  readonly command: readonly string[];
}

/** A training that has ended, as far as its command and its log tell it. */
export interface EndedTraining {
  /** The name that its trainer was recognised by. */
  readonly name: string;
  readonly command: readonly string[];
  readonly run: Run;
  /** Files that it saved without a word (`TrainerHabits.silentFiles`), the newest first. */
  readonly silent: readonly string[];
  /** The planned length that it is to have, in what `longerBy` says; null for the one that it had. */
  readonly length: number | null;
}

/** Why something cannot be done, and what can be done instead, as sentences. */
export interface Refusal {
  readonly refused: string;
}

/** How a training goes on from one of its saves. Paths are as its command and its log write them. */
export interface Resuming {
  /** The saves that it can go on from, the likeliest first. */
  readonly from: readonly SavedFile[];
  /** The entries without which a file of PyTorch cannot be gone on from: a stripped one has lost them. */
  readonly needs: readonly string[];
  /** The command that goes on from `file`; `copy` is the path of the changed copy, where there is one. */
  readonly command: (file: string, copy: string) => readonly string[];
  /** A file of settings that the command needs in another form; it is copied, never changed itself. */
  readonly changed?: ChangedCopy;
  /** Files that the resumed training writes over although they may be better than what comes: copied before. */
  readonly spoils?: readonly string[];
  /** What else a person should know before it is started, as sentences. */
  readonly notes?: readonly string[];
}

/** A new training from old weights. */
export interface Restart {
  /** The weights to begin from, the likeliest first. */
  readonly from: readonly SavedFile[];
  readonly command: (file: string, copy: string) => readonly string[];
  readonly changed?: ChangedCopy;
  /** Files of the training that has ended which the new one writes over: copied before. */
  readonly spoils?: readonly string[];
  /** What else a person should know before it is started, as sentences. */
  readonly notes?: readonly string[];
  /** What is different from the training before, as a phrase: `with a tenth of the learning rate`. */
  readonly difference: string;
}

export interface SavedFile {
  readonly path: string;
  /** The epoch or iteration after which it was saved; null where the log does not tell. */
  readonly at: number | null;
}

/** A copy of a file of settings with some of them changed. */
export interface ChangedCopy {
  readonly source: string;
  /** The text of the copy, which will be in `folder`; null where the file does not hold what is to be changed. */
  readonly change: (text: string, folder: string) => string | null;
  /** What is changed, as a phrase: `max_batches = 6000`. */
  readonly what: string;
}
