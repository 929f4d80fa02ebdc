import type { AdviceSettings } from '../advisor/verdict.ts';
import type { TreeProcess } from '../processes/tree.ts';
import type { Pause } from './pauses.ts';

export type { Pause } from './pauses.ts';

/**
 * What a screen or a command may know of a training and do to it, whoever carries it out: its keeper, or, for a
 * training that somebody else started, this process. Built in one place, `createControl`.
 */
export interface TrainingControl {
  /** The present moment, on the clock of all instants that are told here: seconds near the epoch's. */
  readonly now: () => number;
  /**
   * Who would be signalled, freshly looked up; null when nothing is left to signal. `escaped`: from now on that
   * includes what got away from the training (`escapedFrom`), which a keeper alone knows.
   */
  readonly target: (options?: { readonly escaped?: boolean }) => Promise<StopTarget | null>;
  /**
   * Sends one signal to the verified process group and waits for nothing. Throws a full sentence when the process is
   * not the one that was started, is another user's, or the ladder forbids it. While a checkpoint is being written it
   * waits first (`held`), and throws when that takes longer than `longestSave` in `defaults.ts`. `wait`: seconds that
   * this signal is given before the next one is allowed (default: `stepWait` there). `evenIfSaving`: at once.
   */
  readonly signal: (
    signal: StopSignal,
    options?: { readonly wait?: number; readonly evenIfSaving?: boolean },
  ) => Promise<void>;
  /** The signal that waits for the end of a save; null while none does. Subscribers hear of every change. */
  readonly held: () => HeldSignal | null;
  /** The ladder as it stands; also delivered to subscribers on every change. */
  readonly ladder: () => LadderState;
  /** Calls back with every change of the ladder or of the training's end; returns the way to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
  /** How the training ended, or null while it lives. */
  readonly exit: () => TrainingExit | null;
  /**
   * Plans a stop, which a keeper carries out whether or not anybody still looks. Takes the place of one that was
   * planned before. Throws a full sentence when nothing is left to stop, or when a stop is being carried out already.
   */
  readonly arm: (plan: StopPlan) => Promise<void>;
  /** What `arm` can carry out (absent: everything). Without a keeper nobody stops a training once nobody looks. */
  readonly plans?: readonly StopPlan['when'][];
  /** Cancels the planned stop, auto-stop and its countdown included. Throws a full sentence when none is planned. */
  readonly cancel: () => Promise<void>;
  /** The stop that is planned or being carried out; null when there is none. Subscribers hear of every change. */
  readonly armed: () => ArmedStop | null;
  /** Halts all processes with SIGSTOP. Throws a full sentence when it cannot be, or is paused already. */
  readonly pause: () => Promise<void>;
  /** Lets them go on with SIGCONT. Throws a full sentence when it cannot, or is not paused. */
  readonly resume: () => Promise<void>;
  /** Whether it is halted now, be it by `pause` or by somebody else's SIGSTOP. */
  readonly paused: () => boolean;
  /** Every pause so far, oldest first. */
  readonly pauses: () => readonly Pause[];
  readonly close: () => void;
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/**
 * A stop to come. `now`: at once. `checkpoint`: after the trainer has saved the next time, at the moment that is safe
 * for it. `advice`: once the advisor says that the training may stop; then, after a countdown in which anybody can
 * cancel, as with `checkpoint` (at once when the training has diverged, since the next save would overwrite good
 * weights).
 */
export type StopPlan = NowPlan | CheckpointPlan | AdvicePlan;

export interface NowPlan extends HowToStop {
  readonly when: 'now';
}

export interface CheckpointPlan extends HowToStop, AwaitedSave {
  readonly when: 'checkpoint';
  /** Seconds after which it is stopped even if no save has come; null or absent: it waits as long as it takes. */
  readonly within?: number | null;
  /** Why, in a few words, when it is not simply that somebody asked. */
  readonly reason?: string | null;
}

export interface AdvicePlan extends HowToStop, AwaitedSave {
  readonly when: 'advice';
  /** How much the advice may cost; absent: as the run's own settings say. */
  readonly preset?: AdviceSettings['preset'];
  /** Seconds of countdown between the advice and the stop (default: `countdown` in `defaults.ts`). */
  readonly grace?: number;
  /** `budget`: only a budget that is spent counts, no other advice to stop (default: `any`). */
  readonly heeds?: 'any' | 'budget';
}

/** How far the ladder is climbed once the moment has come. */
export interface HowToStop {
  /** The strongest signal that may be sent (default: SIGTERM). */
  readonly strongest?: StopSignal;
  /** Seconds that each signal is given (default: `stepWait` in `defaults.ts`). */
  readonly wait?: number;
  /**
   * Seconds that a signal waits for the end of a save before a person is asked, or, where the plan has a deadline, goes
   * out all the same (default: `longestSave` in `defaults.ts`).
   */
  readonly saveWait?: number;
  /** Signals go out although a checkpoint is being written (default: false). */
  readonly evenIfSaving?: boolean;
}

export interface AwaitedSave {
  /**
   * A file to wait for where the trainer announces no save: it counts as saved when it has changed and then stays as
   * is.
   */
  readonly file?: string | null;
}

/** A planned stop as it stands now. */
export interface ArmedStop {
  readonly plan: StopPlan;
  /** Who armed it, as the asking program says. */
  readonly by: string;
  /** Epoch seconds. */
  readonly since: number;
  readonly stage: ArmedStage;
  /** Epoch seconds at which the countdown, or the wait for a save, ends; null when neither does. */
  readonly endsAt: number | null;
  /** Why it comes to a stop: the headline of the verdict, or what the asker said; null when somebody simply asked. */
  readonly reason: string | null;
  /** One line for a person, which changes only when something happens: `waits for the next save of the trainer`. */
  readonly note: string;
}

/**
 * `advice`: nothing has to be done yet. `countdown`: the advice is to stop, and the countdown runs. `checkpoint`: waits
 * for the next save. `safe-moment`: it has saved, and a signal could still hit the half-written file. `signals`: the
 * ladder is being climbed. `given-up`: it still runs after the strongest signal allowed, and a person has to decide.
 */
export type ArmedStage = 'advice' | 'countdown' | 'checkpoint' | 'safe-moment' | 'signals' | 'given-up';

/** The process a stop would reach, as the operating system sees it now. */
export interface StopTarget {
  /** What it is called where its process number means nothing on this machine: `job 42`; absent for a process. */
  readonly name?: string;
  readonly pid: number;
  readonly processGroup: number;
  readonly user: string;
  readonly command: string;
  /** The process ignores SIGINT (SigIgn in /proc): SIGINT will do nothing. */
  readonly ignoresInterrupt: boolean;
  /** How many processes SIGINT would reach: those of its group, or, when its leader has gone, all that live. */
  readonly processes: number;
  /** Everything that the training started and that lives, also in other groups; parents before their children. */
  readonly tree?: readonly TreeProcess[];
}

/** Which signals were sent, and which may be sent now: SIGTERM and SIGKILL only after an earlier one was waited for. */
export interface LadderState {
  readonly sent: readonly {
    readonly signal: StopSignal;
    readonly time: number;
    /** Seconds that it is given; absent where that is not known. */
    readonly wait?: number;
    /** Whom it reached; absent or null where that is not known, or not yet. */
    readonly reached?: ReachedProcesses | null;
  }[];
  readonly allowed: readonly StopSignal[];
  /** Epoch seconds at which the next step becomes possible; null when it already is or none is left. */
  readonly nextAt: number | null;
  /** One line for a person: `SIGINT sent 4 s ago, waiting for the trainer to save and exit`. */
  readonly note: string | null;
}

/** Whom a signal reached: the first process, and how many in all. */
export interface ReachedProcesses {
  readonly pid: number;
  readonly command: string;
  readonly processes: number;
}

/** A signal that could hit a checkpoint that is being written, and waits until that is whole. */
export interface HeldSignal {
  readonly signal: StopSignal;
  /** Names of the files; empty while it is not known yet whether there are any. */
  readonly files: readonly string[];
  /** Epoch seconds until which it waits, and what comes then. */
  readonly until: number;
  readonly afterwards: 'ask' | 'send';
  /** That instant has passed, and a person has to say what is to be done. */
  readonly isAsking: boolean;
}

/** How a training ended: an exit code, or the signal that killed it; both null when its keeper was not there to see. */
export interface TrainingExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly time: number;
  /** Processes of its group, and others that it had started, that still live. */
  readonly left: readonly { readonly pid: number; readonly command: string }[];
}
