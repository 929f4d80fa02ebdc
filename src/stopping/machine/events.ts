import type { ProcessSignal } from '../../processes/host.ts';
import type { RunEvent } from '../../run/events.ts';
import type { Verdict } from '../../advisor/verdict.ts';
import type { StopSignal, TrainingExit } from '../control.ts';
import type { WholePlan } from '../stopPlan.ts';
import type { Saving } from './saving.ts';
import type { Observation, SignalOutcome, StopHabits } from './state.ts';

/** Something that happened, at an instant in epoch seconds, on a clock that only moves forward. */
export type StopEvent = { readonly time: number } & (
  | Asked
  /** The training was looked at; or could not be, although the machine wanted it, for the reason in the sentence. */
  | { readonly type: 'seen'; readonly observation: Observation }
  | { readonly type: 'lookFailed'; readonly problem: string }
  /** The trainer is recognised. */
  | { readonly type: 'trainerKnown'; readonly habits: StopHabits }
  /** What the log has said since the last time, read to its end. */
  | { readonly type: 'logRead'; readonly events: readonly RunEvent[] }
  | { readonly type: 'judged'; readonly verdict: JudgedVerdict }
  /** What the file that is waited for is like now; null while it is not there. */
  | { readonly type: 'fileSeen'; readonly fingerprint: string | null }
  | ({ readonly type: 'signalSent'; readonly signal: ProcessSignal } & SignalOutcome)
  /** It was not sent, since a checkpoint was being written at that moment. */
  | { readonly type: 'signalHeld'; readonly signal: ProcessSignal; readonly saving: Saving }
  | { readonly type: 'signalRefused'; readonly signal: ProcessSignal; readonly problem: string }
  /** The leader has exited. */
  | { readonly type: 'exited'; readonly exit: Omit<TrainingExit, 'left'> }
  /** The instant has come that was waited for. */
  | { readonly type: 'timeCame' }
  /** Another keeper goes on with what is recorded. */
  | { readonly type: 'restored' }
);

/** What a person or a program asked for, in a request of its own. */
export type Asked = { readonly request: string; readonly by: string } & (
  | { readonly type: 'planAsked'; readonly plan: WholePlan }
  | {
      readonly type: 'signalAsked';
      readonly signal: StopSignal;
      readonly wait: number;
      readonly evenIfSaving: boolean;
    }
  | { readonly type: 'cancelAsked' }
  | { readonly type: 'pauseAsked' }
  | { readonly type: 'resumeAsked' }
);

export type JudgedVerdict = Pick<Verdict, 'name' | 'isStop' | 'headline'>;
