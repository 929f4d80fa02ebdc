import type { ArmedStop, HeldSignal, Pause, StopPlan, StopSignal, StopTarget, TrainingExit } from './control.ts';
import type { Ladder } from './machine/ladder.ts';

/**
 * The contract of the control socket: JSON objects, one a line, each with the `version` of the contract. The keeper
 * begins with `hello`, then tells the state, and again with every change. Whoever connects asks; each request is
 * answered once.
 */
export const controlVersion = 1;

/** What can be asked for, as `hello` tells it. */
export const controlCommands = ['target', 'signal', 'arm', 'cancel', 'pause', 'resume'] as const;

/**
 * What a screen or a command asks for. `request` is an identity that no other request has: one that comes again, after
 * a lost connection for example, is answered again, but not carried out again. `by` is what the asking program calls
 * itself.
 */
export type ControlRequest = { readonly request: string } & Question;

export type Question =
  /** `escaped`: what got away from the training is a part of it from now on. */
  | { readonly ask: 'target'; readonly escaped?: boolean }
  | {
      readonly ask: 'signal';
      readonly signal: StopSignal;
      readonly wait: number;
      readonly by: string;
      readonly evenIfSaving?: boolean;
    }
  | { readonly ask: 'arm'; readonly plan: StopPlan; readonly by: string }
  | { readonly ask: 'cancel' | 'pause' | 'resume'; readonly by: string };

/** What a keeper says. */
export type KeeperMessage =
  | ({ readonly say: 'hello' } & Hello)
  | ({ readonly say: 'state' } & StopStatus)
  | ({ readonly say: 'answer'; readonly request: string } & Answer)
  /** The request is not known to this keeper, which another version of Plateau has started. */
  | { readonly say: 'unsupported'; readonly request: string };

export interface Hello {
  readonly version: number;
  readonly commands: readonly string[];
}

/** What everybody who looks at a training may know of its stop. Instants are on the clock of whoever carries it out. */
export interface StopStatus {
  /** That clock, in epoch seconds: waits are counted on it, whatever the clock of the machine does. */
  readonly now: number;
  readonly ladder: Ladder;
  /** What a person should know before the first signal; null for nothing. */
  readonly note: string | null;
  readonly exit: TrainingExit | null;
  readonly armed: ArmedStop | null;
  /** Absent in keepers that know nothing of saves. */
  readonly held?: HeldSignal | null;
  readonly paused: boolean;
  readonly pauses: readonly Pause[];
}

export interface Answer {
  /** Why it was not done, as a sentence; null when it was. */
  readonly problem: string | null;
  readonly target: StopTarget | null;
}
