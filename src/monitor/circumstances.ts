import { type AdviceSettings, defaultSettings } from '../advisor/verdict.ts';
import type { AdvisorInput, DataFound } from '../advisor/facts.ts';
import type { Clock } from '../log/clock.ts';
import { readPlannedLength, writePlannedLength } from '../runs/plannedLength.ts';
import { secondsBefore } from '../runs/linked/earlierRuns.ts';
import { runClock } from '../runs/runClock.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import type { Pause } from '../stopping/pauses.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import type { Started } from './companions.ts';

/** What is known of a training besides its log. The same log in the same circumstances gives the same verdict. */
export interface Circumstances {
  readonly settings: AdviceSettings;
  /** The trainer, where it is not to be recognised: its name, or how it prints its metrics. */
  readonly trainer: TrainerChoice | null;
  /** What was started: the files that the command names tell what the log does not. */
  readonly started: Started | null;
  /** The planned length where the log does not tell it: iterations or epochs, as the trainer counts. */
  readonly budget: number | null;
  /** The same as a person tells it while the training is watched. */
  readonly length: ToldLength;
  /** The clock of the times of its lines, on which it is judged. */
  readonly clock: Clock;
  /**
   * When it was started, on that clock, as if its earlier runs had ended just then; null when that is not known.
   */
  readonly startedAt: number | null;
  /** The process as it is now. Asked for with every verdict. */
  readonly process: () => ProcessStatus;
  /** What a check says of its data set; null while nobody has checked it. Asked for with every verdict. */
  readonly checklist: () => ChecklistAdvice | null;
  /** What its group and the past say of it. Asked for with every verdict. */
  readonly others: () => OtherRuns;
}

/** What is known of a training from other runs. */
export type OtherRuns = Pick<AdvisorInput, 'outrun' | 'toPass'>;

export interface ProcessStatus {
  /** Null when nobody knows. */
  readonly alive: boolean | null;
  /** How and when (epoch seconds) it ended; an unknown exit status is null. Null while it lives, or nobody knows. */
  readonly exit: ProcessExit | null;
  /** When it was paused, oldest first. */
  readonly pauses: readonly Pause[];
  /**
   * Seconds since the log was written last, where no process has it open; absent while one has, or nobody knows.
   * Between two epochs nobody has a file of figures open: only hours of it mean that the training is over.
   */
  readonly abandonedFor?: number;
}

/** Of a log alone nobody knows who writes it. */
export const unknownProcess: ProcessStatus = { alive: null, exit: null, pauses: [] };

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly time: number | null;
}

/** The planned length as a person told it. */
export interface ToldLength {
  /** Null while nobody has. Asked for with every verdict. */
  readonly read: () => number | null;
  readonly tell: (length: number) => void;
}

/** What a check of the data set advises once the budget is spent, cheapest first, and what it found. */
export interface ChecklistAdvice {
  readonly afterBudget: readonly string[];
  readonly found: DataFound;
}

/** What the flags of a command say of a training. They override what its record says; nothing else does. */
export interface Overrides {
  readonly settings?: Partial<AdviceSettings>;
  readonly trainer?: TrainerChoice | null;
  readonly budget?: number | null;
}

/**
 * Returns the circumstances of a training from its record (null for a log that somebody else writes) and the flags of
 * a command. `known` takes the place of what the record says where somebody knows it better: who holds its process.
 */
export function circumstancesOf(
  record: RunRecord | null,
  { settings = {}, trainer = null, budget = null }: Overrides = {},
  known: Partial<Pick<Circumstances, 'started' | 'process' | 'checklist' | 'others'>> = {},
): Circumstances {
  return {
    settings: { ...(record?.advice ?? defaultSettings), ...settings },
    trainer: trainer ?? record?.trainer ?? null,
    started: record,
    budget,
    length: record === null ? untold() : lengthOf(record),
    clock: runClock(record ?? {}),
    startedAt: record === null ? null : record.startedAt - secondsBefore(record),
    process: () => processOf(record),
    checklist: () => null,
    others: () => ({}),
    ...known,
  };
}

/** Of a log alone it is known as long as it is watched. */
function untold(): ToldLength {
  let told: number | null = null;
  return {
    read: () => told,
    tell: (length) => {
      told = length;
    },
  };
}

/** In a file of its own: the record belongs to the keeper. */
function lengthOf(record: RunRecord): ToldLength {
  let known: number | null = null;
  let lookAt = 0;
  return {
    read: () => {
      if (performance.now() < lookAt) return known;
      lookAt = performance.now() + lookEvery;
      known = readPlannedLength(record);
      return known;
    },
    tell: (length) => {
      known = length;
      writePlannedLength(record, length);
    },
  };
}

/** Milliseconds: a screen tells it, and the keeper learns it from the file. */
const lookEvery = 3000;

function processOf(record: RunRecord | null): ProcessStatus {
  if (record === null) return unknownProcess;
  const { state, exit, pauses = [] } = record;
  return { alive: state === 'starting' || state === 'waiting' ? null : state === 'running', exit, pauses };
}
