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
  /** Chance of gaining more than so much mAP by the planned end; null where no model can tell. */
  readonly chance: { readonly '0.005': number; readonly '0.01': number; readonly '0.02': number } | null;
  /** What going on is worth at the last evaluation (docs/advisor.md); null where no model can tell. */
  readonly worth: number | null;
  /** Best mAP expected at the planned end, with an 80 % interval; null where no model can tell. */
  readonly forecast: { readonly low: number; readonly mid: number; readonly high: number } | null;
}

/** What follows from a verdict's name and action: see `verdictTable.ts`. */
export interface VerdictProperties {
  /** What it is called on the screen: `TARGET REACHED`. */
  readonly label: string;
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
  readonly metric: 'map50' | 'map50-95' | 'f1' | null;
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
};

/** The figure that the user wants judged, as the run names it; null to leave it to the trainer. */
export function wantedMetric({ metric }: AdviceSettings): 'map50' | 'map50To95' | 'f1' | null {
  return metric === 'map50-95' ? 'map50To95' : metric;
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
