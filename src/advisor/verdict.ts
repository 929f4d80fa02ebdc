import { type JudgedMetric, metricOf } from '../run/metric.ts';
import type { CurveFamily } from '../trainers/trainer.ts';
import type { Topic } from './model/features.ts';

/** What the advisor thinks of a training, with its reasons. The names are those of the table in `docs/advisor.md`. */
export interface Verdict extends VerdictProperties {
  readonly name: VerdictName;
  readonly action: Action;
  /** One line for the banner: the strongest evidence, with numbers. */
  readonly headline: string;
  /** What it means, in one or two sentences a beginner understands. */
  readonly meaning: string;
  /** What speaks for it, strongest first. */
  readonly evidence: readonly string[];
  /** What speaks against it. */
  readonly against: readonly string[];
  /** Why it may have come to this. */
  readonly causes: readonly string[];
  /** What to do, cheapest first. */
  readonly todo: readonly string[];
  /** The weights to keep, when there are any. */
  readonly keep: { readonly path: string; readonly at: number | null } | null;
  /** Chance of gaining more than so much by the end of `basis`; null where no model can tell. */
  readonly chance: { readonly '0.005': number; readonly '0.01': number; readonly '0.02': number } | null;
  /** What going on is worth at the last evaluation (docs/advisor.md); null where no model can tell. */
  readonly worth: number | null;
  /** Best value of the metric expected at the end of `basis`, with an 80 % interval; null where no model can tell. */
  readonly forecast: { readonly low: number; readonly mid: number; readonly high: number } | null;
  /** By what measured trainings and for which end all of these are; null where no model can tell. */
  readonly basis: OddsBasis | null;
  /** What speaks for and against going on, by topic. */
  readonly factors: readonly Factor[];
  /** Which of the guide's patterns it shows; null for none. */
  readonly pattern: Pattern | null;
}

/** What the odds are for, and what they were measured on. */
export interface OddsBasis {
  /** The trainings whose learning curves are taken to be like this one's. */
  readonly family: CurveFamily;
  /** How many complete ones were measured, and of how many projects. */
  readonly runs: number;
  readonly repositories: number;
  /** Whether they were enough to show that the advice saves more than simple rules do. */
  readonly proven: boolean;
  /** The metric that it is judged by, as people write it: `mAP50-95`. */
  readonly metric: string;
  /** Whether that is a mAP, as of those; by another metric the odds were not measured. */
  readonly isMap: boolean;
  /** The end that the odds are for, on the run's axis. */
  readonly end: number;
  /** Whether that is the planned end; else the length is not known, and the end is taken to be 1.5 times now. */
  readonly isPlanned: boolean;
}

/** What one side of a training says about going on. */
export interface Factor {
  readonly topic: Topic;
  /**
   * How far it moves the chance of another point of mAP: .1 raises it by 10 in 100. Null where no model judges the
   * training.
   */
  readonly effect: number | null;
  /** What was measured, as a clause: `no gain over the last 60 epochs`. */
  readonly text: string;
  /** Where on the run's axis that is seen; null for nowhere. */
  readonly at: number | null;
}

/**
 * One of the guide's three patterns of a training. Source of names and remedies: AugeLab Studio, "When to Stop
 * Training".
 */
export interface Pattern {
  readonly name: 'insufficient data' | 'low variance' | 'overtraining';
  /** What it is, with what the check of the data set found, in one or two sentences. */
  readonly text: string;
  /** What helps, cheapest first. */
  readonly todo: readonly string[];
}

/** What follows from a verdict's name and action: see `verdictTable.ts`. */
export interface VerdictProperties {
  /** What it is called in files and messages: `PLATEAU`. */
  readonly label: string;
  /** What a person reads, which says what to do about it: `MAY STOP`. */
  readonly words: string;
  /** The advice is to stop, or that stopping loses little. */
  readonly isStop: boolean;
  /** `low`: good to know; `normal`: worth a look; `high`: something has to be done. */
  readonly severity: 'low' | 'normal' | 'high';
  /** Of `plateau advise`: see `words/exitStatus.ts`. */
  readonly exitStatus: number;
}

export type VerdictName =
  | 'diverged'
  | 'failed'
  | 'never-started'
  | 'not-started-yet'
  | 'stalled'
  | 'budget-spent'
  | 'budget-cuts-schedule'
  | 'target-reached'
  | 'over-fitting'
  | 'outrun'
  | 'plateau'
  | 'unstable'
  | 'final-phase'
  | 'slowing'
  | 'improving'
  | 'too-few-points'
  | 'warming-up'
  | 'no-validation'
  | 'finished'
  | 'finished-still-rising'
  | 'finished-over-fitted'
  | 'nothing-read';

/** `continue`: go on; `watch`: look at it; `may-stop`: little would be lost; `stop`: going on is a waste. */
export type Action = 'continue' | 'watch' | 'may-stop' | 'stop';

/** What the user asked of the advisor. */
export interface AdviceSettings {
  readonly preset: 'careful' | 'balanced' | 'saver';
  /** mAP (fraction) at which the training is good enough. */
  readonly targetMap: number | null;
  /** Training time budget in seconds. */
  readonly maxTime: number | null;
  readonly maxIterations: number | null;
  readonly maxEpochs: number | null;
  /** A gain in mAP (fraction) below this is not worth waiting for. */
  readonly minGain: number;
  /** Evaluations at the start that are not judged. */
  readonly ignoreFirst: number;
  /** A name that `metricOf` knows; null to leave it to the trainer. */
  readonly metric: string | null;
  /** How a mAP is written wherever a person reads it. */
  readonly mapUnit: 'percent' | 'fraction';
}

export const defaultSettings: AdviceSettings = {
  preset: 'balanced',
  targetMap: null,
  maxTime: null,
  maxIterations: null,
  maxEpochs: null,
  minGain: 0.005,
  ignoreFirst: 0,
  metric: null,
  mapUnit: 'percent',
};

/** The metric that the user wants judged; null to leave it to the trainer. */
export function wantedMetric({ metric }: AdviceSettings): JudgedMetric | null {
  return metric === null ? null : metricOf(metric);
}

/**
 * What the guide says of a training loss on Darknet's `avg loss` scale. Source: AugeLab Studio, "When to Stop
 * Training".
 */
export const lossBands = [
  { limit: 2, label: 'generic model' },
  { limit: 1, label: 'specialised data set' },
  { limit: 0.5, label: 'fine-tuned, ready to test' },
] as const;

/** The mAP that the guide calls generally good. Source: AugeLab Studio, "When to Stop Training". */
export const goodMap = 0.9;
