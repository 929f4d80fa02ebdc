import { type AdviceSettings, defaultSettings } from '../advisor/verdict.ts';
import type { Clock } from '../log/clock.ts';
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
  /** The clock of the times of its lines, on which it is judged. */
  readonly clock: Clock;
  /** When it was started, on that clock; null when that is not known. */
  readonly startedAt: number | null;
  /** The process as it is now. Asked for with every verdict. */
  readonly process: () => ProcessStatus;
  /** What to try once the budget is spent. Asked for with every verdict. */
  readonly checklist: () => ChecklistAdvice | null;
}

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

/** What a check of the data set advises, cheapest first; null while nobody has checked it. */
export type ChecklistAdvice = readonly string[];

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
  known: Partial<Pick<Circumstances, 'started' | 'process' | 'checklist'>> = {},
): Circumstances {
  return {
    settings: { ...(record?.advice ?? defaultSettings), ...settings },
    trainer: trainer ?? record?.trainer ?? null,
    started: record,
    budget,
    clock: runClock(record ?? {}),
    startedAt: record?.startedAt ?? null,
    process: () => processOf(record),
    checklist: () => null,
    ...known,
  };
}

function processOf(record: RunRecord | null): ProcessStatus {
  if (record === null) return unknownProcess;
  const { state, exit, pauses = [] } = record;
  return { alive: state === 'starting' ? null : state === 'running', exit, pauses };
}
