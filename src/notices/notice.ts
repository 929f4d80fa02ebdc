import type { Verdict } from '../advisor/verdict.ts';
import type { ArmedStage, StopSignal } from '../stopping/control.ts';

/** What notices are judged by: a training at one instant. */
export interface Watched {
  readonly verdict: Pick<Verdict, 'name' | 'action' | 'headline'> & Partial<Pick<Verdict, 'words'>>;
  /** How it ended; null while it goes on, or nobody knows. */
  readonly end: TrainingEnd | null;
  /** Signals sent so far, oldest first. */
  readonly signals: readonly StopSignal[];
  /** Where a planned stop stands; null when none is planned. */
  readonly stop: { readonly stage: ArmedStage; readonly note: string } | null;
  /** What is wrong with the disk of its log; null for nothing, or where that is elsewhere. */
  readonly disk: { readonly hasReserve: boolean; readonly text: string } | null;
  /** Evaluations and lines read so far: they tell one change of the verdict from a later one to the same. */
  readonly evaluations: number;
  readonly lines: number;
  /** Days since 1970: the same trouble is told again the next day. */
  readonly day: number;
}

/** An exit status, the signal that killed it, or neither where nobody saw it. */
export interface TrainingEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** `attempt`: it starts in the place of a run that has ended. `cancelled`: it waited for its turn, and never starts. */
export const noticeKinds = ['verdict', 'stop', 'end', 'disk', 'attempt', 'cancelled'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Something a person who looks elsewhere should hear of. All texts are one line without control bytes. */
export interface Notice {
  readonly kind: NoticeKind;
  /** The name of the verdict, as `docs/advisor.md` has it. */
  readonly verdict: string;
  readonly action: Verdict['action'];
  readonly urgency: Verdict['severity'];
  readonly text: string;
  /** Path of the report of a training that has ended; absent where there is none. */
  readonly report?: string;
  /**
   * What changed and, behind a point, when: the same for the same change, but that it may be seen a little earlier by
   * one than by another.
   */
  readonly key: string;
}
