/**
 * The learning curve the measured advisor reads: one entry per evaluation, oldest first. All arrays have the same
 * length. `map` is the figure that is being improved, a fraction 0..1: mAP50-95 where the trainer prints it, else
 * mAP50. Null is a figure that the trainer did not print or that was not finite.
 */
export interface LearningCurve {
  /** Fraction of the planned training done at each evaluation, strictly rising; 1 is the planned end. */
  readonly progress: readonly number[];
  readonly map: readonly number[];
  readonly map50: readonly (number | null)[];
  /** In the trainer's own unit: every use of it is free of scale. */
  readonly trainLoss: readonly (number | null)[];
  readonly validationLoss: readonly (number | null)[];
  readonly learningRate: readonly (number | null)[];
  /** Number of evaluations that the whole plan would give. */
  readonly planned: number;
}

/** One evaluation as a trainer reports it. Figures that are missing or not finite are null, NaN or infinite. */
export interface CurvePoint {
  readonly progress: number;
  readonly map: number | null;
  readonly map50?: number | null;
  readonly trainLoss?: number | null;
  readonly validationLoss?: number | null;
  readonly learningRate?: number | null;
}

/**
 * The curve of some evaluations. An evaluation without mAP, or not further on than one before it (a repeated line, a
 * resumed run that goes over old ground), is left out.
 * @throws RangeError where the number of planned evaluations is not a positive number.
 */
export function curveOf(evaluations: Iterable<CurvePoint>, planned: number): LearningCurve {
  if (!(planned > 0 && Number.isFinite(planned))) {
    throw new RangeError(`The number of planned evaluations must be a positive number, not ${planned}.`);
  }
  const kept: CurvePoint[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const evaluation of evaluations) {
    if (finiteOrNull(evaluation.map) === null || !(evaluation.progress > last)) continue;
    last = evaluation.progress;
    kept.push(evaluation);
  }
  return {
    progress: kept.map((evaluation) => evaluation.progress),
    map: kept.map((evaluation) => evaluation.map ?? 0),
    map50: kept.map((evaluation) => finiteOrNull(evaluation.map50)),
    trainLoss: kept.map((evaluation) => finiteOrNull(evaluation.trainLoss)),
    validationLoss: kept.map((evaluation) => finiteOrNull(evaluation.validationLoss)),
    learningRate: kept.map((evaluation) => finiteOrNull(evaluation.learningRate)),
    planned,
  };
}

function finiteOrNull(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}
