import type { ProcessSignal } from '../../processes/host.ts';
import type { TrainerHabits } from '../../trainers/trainer.ts';
import type { ArmedStage, ReachedProcesses, StopSignal, StopTarget, TrainingExit } from '../control.ts';
import type { Pause } from '../pauses.ts';
import type { WholePlan } from '../stopPlan.ts';
import type { FileWatch } from './fileWatch.ts';
import type { FirstSignal, Ladder, LadderStep } from './ladder.ts';
import type { SaveRule, SaveWatch } from './saveWatch.ts';
import { type Saving, unknownSaving } from './saving.ts';

/** The stop of one training: everything that decides whether a signal is sent, and which. Plain data. */
export interface StopState extends StopRecord {
  /** The signal that is being sent now, and the request for it, where it was asked for by name; null while none is. */
  readonly inFlight: { readonly signal: ProcessSignal; readonly by: string; readonly request: string | null } | null;
  /** What was seen of the training last. */
  readonly observation: Observation;
  /** What is known of its trainer; null until that is recognised. */
  readonly habits: StopHabits | null;
  /** Epoch seconds until which the system is not asked whether it is halted: that takes a moment to show. */
  readonly pauseSettlesAt: number;
  /** What the driver was told to wait for. */
  readonly waits: Waits;
}

/** What has to outlive a keeper: the part of the state that `run.json` keeps. */
export interface StopRecord {
  /** The stop that is planned or carried out; null when there is none. */
  readonly armed: ArmedRecord | null;
  /** The signals that were sent, oldest first. */
  readonly signals: readonly LadderStep[];
  /** The signal that waits for the end of a save; null while none does. */
  readonly held: HeldRecord | null;
  /** When it was paused, oldest first. */
  readonly pauses: readonly Pause[];
  /** The newest requests that were answered, oldest first: one that comes again is not carried out again. */
  readonly requests: readonly AnsweredRequest[];
  /** How the training ended; null while it lives. */
  readonly exit: Omit<TrainingExit, 'left'> | null;
}

/** A planned stop, with all that a later keeper needs to go on with it. */
export interface ArmedRecord {
  readonly plan: WholePlan;
  readonly by: string;
  /** Epoch seconds. */
  readonly since: number;
  readonly stage: ArmedStage;
  /** See `ArmedStop.endsAt`. */
  readonly endsAt: number | null;
  /** Epoch seconds from which signals go out although a checkpoint is being written; null: a person decides that. */
  readonly goesOnAt: number | null;
  readonly reason: string | null;
  /** Null until the trainer is recognised. */
  readonly habits: StopHabits | null;
  /** What the log has said of saves since the wait for one began. */
  readonly saves: SaveWatch;
  /** The file that is waited for since then; null until it was looked at. */
  readonly file: FileWatch | null;
}

/** A signal that waits for the end of a save. */
export interface HeldRecord {
  readonly signal: StopSignal;
  /** Seconds that it is given once it is sent. */
  readonly wait: number;
  readonly by: string;
  /** The request for it, where it was asked for by name; null for one of the planned stop. */
  readonly request: string | null;
  /** Epoch seconds since when it waits. */
  readonly since: number;
}

/** What a stop has to know of a trainer. */
export interface StopHabits extends SaveRule {
  /** How often it saves, in words. */
  readonly saves: string;
  /** SIGTERM where SIGINT would spoil what was just saved. */
  readonly firstSignal: FirstSignal;
  /** SIGTERM makes it save, and then end. Absent: false. */
  readonly savesOnTerminate?: boolean;
}

export interface AnsweredRequest {
  /** As its asker named it: no two are the same. */
  readonly request: string;
  /** Why it was not done, as a sentence; null when it was. */
  readonly problem: string | null;
}

/** What lives of a training, as the system or a scheduler says. */
export interface Observation {
  readonly alive: boolean;
  /** Whom SIGINT would reach; null when nothing lives. */
  readonly target: StopTarget | null;
  readonly ignoresInterrupt: boolean;
  /** Whether it is halted; null where that cannot be seen. */
  readonly stopped: boolean | null;
  /** The training itself has ended. False where somebody else tells that, with an exit status. */
  readonly ended: boolean;
  /** Everything of it that lives. */
  readonly left: TrainingExit['left'];
  /** The save that a signal could spoil; null when none is going on, or where that can never be known. */
  readonly saving: Saving | null;
  /** What a person should know of whom signals reach; null for nothing. */
  readonly note: string | null;
}

/** What the driver waits for, until it is told otherwise. */
export interface Waits {
  /** Epoch seconds at which `timeCame` is to be told. */
  readonly time: number | null;
  /** The file whose fingerprint is to be told again and again. */
  readonly file: string | null;
  /** What is to be told of the log. */
  readonly log: FollowedLog | null;
  /**
   * How often the training is to be looked at: `soon` while something is to be expected, `closely` while a signal waits
   * for a save, null when all is over.
   */
  readonly looks: 'seldom' | 'soon' | 'closely' | null;
}

/** Nothing yet. */
export const noWaits: Waits = { time: null, file: null, log: null, looks: null };

/** `preset`: how the advisor judges, where its verdicts are asked for; else null. */
export interface FollowedLog {
  readonly preset: 'careful' | 'balanced' | 'saver' | null;
}

/** How a signal went out. */
export interface SignalOutcome {
  readonly reached: ReachedProcesses;
  /** It was halted, and had to be continued to notice. */
  readonly continued: boolean;
}

/** Nothing was planned or sent. */
export const emptyRecord: StopRecord = { armed: null, signals: [], held: null, pauses: [], requests: [], exit: null };

/** The state of a training of which this much is recorded, before anything was seen of it. */
export function stateOf(record: StopRecord): StopState {
  return {
    ...record,
    inFlight: null,
    observation: {
      alive: true,
      target: null,
      ignoresInterrupt: false,
      stopped: null,
      ended: false,
      left: [],
      saving: unknownSaving,
      note: null,
    },
    habits: record.armed?.habits ?? null,
    pauseSettlesAt: 0,
    waits: noWaits,
  };
}

/** The part of a state that has to be recorded. */
export function recordOf({ armed, signals, held, pauses, requests, exit }: StopState): StopRecord {
  return { armed, signals, held, pauses, requests, exit };
}

export function ladderOf({ signals, observation }: StopState): Ladder {
  return { steps: signals, ignoresInterrupt: observation.ignoresInterrupt, alive: observation.alive };
}

/** Whether it is halted now, as far as is known. */
export function isPaused({ pauses }: Pick<StopState, 'pauses'>): boolean {
  return pauses.at(-1)?.to === null;
}

/** What a stop has to know of these habits. */
export function stopHabitsOf({
  saves,
  savedWhen,
  counts,
  interruptSpoils,
  savesOnTerminate,
}: TrainerHabits): StopHabits {
  const firstSignal = interruptSpoils === true || savesOnTerminate === true ? 'SIGTERM' : 'SIGINT';
  return {
    saves,
    savedWhen: savedWhen ?? 'next-step',
    counts,
    firstSignal,
    ...(savesOnTerminate === true ? { savesOnTerminate } : {}),
  };
}
