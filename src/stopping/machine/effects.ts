import type { ProcessSignal } from '../../processes/host.ts';
import type { ArmedStage, StopPlan, StopSignal } from '../control.ts';
import type { LadderStep } from './ladder.ts';
import type { AnsweredRequest, StopRecord, StopState, Waits } from './state.ts';

/** Something that the driver has to do, in this order. */
export type StopEffect =
  /** Write down what has to outlive this process. Comes before what it tells of is done. */
  | { readonly type: 'record'; readonly record: StopRecord }
  | { readonly type: 'audit'; readonly entry: StopAudit }
  /** Look at the training now, at its open checkpoints too, and tell `seen` or `lookFailed`. */
  | { readonly type: 'look' }
  /**
   * Send a signal, and tell `signalSent`, `signalHeld` or `signalRefused`. `wasPaused`: it may be halted.
   * `evenIfSaving`: nothing holds it.
   */
  | {
      readonly type: 'send';
      readonly signal: ProcessSignal;
      readonly wasPaused: boolean;
      readonly evenIfSaving: boolean;
    }
  | ({ readonly type: 'answer' } & AnsweredRequest)
  /** Wait for this from now on, and for nothing else of its kind. */
  | { readonly type: 'waitUntil'; readonly time: Waits['time'] }
  | { readonly type: 'watchFile'; readonly file: Waits['file'] }
  | { readonly type: 'follow'; readonly log: Waits['log'] }
  | { readonly type: 'lookOften'; readonly looks: Waits['looks'] };

/** What is written down of a stop in `events.log`. */
export type StopAudit =
  | ({ readonly event: 'signal'; readonly processes: number } & Omit<LadderStep, 'reached'>)
  | { readonly event: 'refused'; readonly by: string; readonly signal: StopSignal; readonly problem: string }
  | { readonly event: 'held'; readonly by: string; readonly signal: StopSignal; readonly files: readonly string[] }
  | { readonly event: 'continued' | 'paused' | 'resumed' | 'cancelled'; readonly by: string }
  | { readonly event: 'armed'; readonly by: string; readonly plan: StopPlan }
  | { readonly event: 'armed-stage'; readonly stage: ArmedStage; readonly reason: string | null }
  | { readonly event: 'armed-stop-over'; readonly stage: ArmedStage };

/** A state, and what has to be done. */
export interface StopResult {
  readonly state: StopState;
  readonly effects: readonly StopEffect[];
}

/** A state, and nothing to be done. */
export function unchanged(state: StopState): StopResult {
  return { state, effects: [] };
}

/** Goes on from a result: its effects come first. */
export function andThen({ state, effects }: StopResult, next: (state: StopState) => StopResult): StopResult {
  const after = next(state);
  return { state: after.state, effects: [...effects, ...after.effects] };
}
