import { keep } from './keep.ts';
import type { EpochRead, EvaluationRead } from './events.ts';
import type { Evaluation, Run } from './run.ts';
import { lastPoint } from './series.ts';

/** Returns where an evaluation lies on an axis, such as that of its run. */
export function placeOf(
  { axis }: Pick<Run, 'axis'>,
  { iteration, epoch }: Pick<Evaluation, 'iteration' | 'epoch'>,
): number | null {
  return axis === 'iteration' ? (iteration ?? epoch) : (epoch ?? iteration);
}

/**
 * Takes an evaluation in. What is no fraction was not measured: the run only remembers at which place that was. One in
 * which everything is exactly 0, the validation loss too, was not made (`--noval` of YOLOv5 fills its table so).
 */
export function readEvaluation(run: Run, read: EvaluationRead): void {
  const evaluation: { -readonly [Key in keyof Evaluation]: Evaluation[Key] } = {
    iteration: read.iteration ?? (run.axis === 'iteration' ? (run.iterations?.last ?? null) : null),
    epoch: read.epoch,
    map50: fractionOrNull(read.map50),
    map50To95: fractionOrNull(read.map50To95),
    precision: fractionOrNull(read.precision),
    recall: fractionOrNull(read.recall),
    f1: fractionOrNull(read.f1),
    iou: fractionOrNull(read.iou),
    truePositives: read.truePositives,
    falsePositives: read.falsePositives,
    falseNegatives: read.falseNegatives,
    elapsed: run.elapsed,
    trainLoss: latest(run, 'loss'),
    validationLoss: latest(run, 'validationLoss'),
    learningRate: run.learningRate,
  };
  if (read.taught !== undefined) evaluation.taught = read.taught;
  if (read.exact === true) evaluation.exact = true;
  const place = placeOf(run, evaluation);
  if (wasNotMade(evaluation)) return;
  if (place !== null) noteUnmeasured(run, read, evaluation, place);
  const earlier = isFurtherOn(run, evaluation)
    ? -1
    : run.evaluations.findLastIndex((each) => samePlace(each, evaluation));
  run.evaluatedTo.epoch = Math.max(run.evaluatedTo.epoch, evaluation.epoch ?? Number.NEGATIVE_INFINITY);
  run.evaluatedTo.iteration = Math.max(run.evaluatedTo.iteration, evaluation.iteration ?? Number.NEGATIVE_INFINITY);
  if (earlier === -1) keep(run.evaluations, evaluation, maxEvaluations);
  else {
    const older = run.evaluations[earlier]!;
    const rounded = older.exact === true && evaluation.exact !== true;
    run.evaluations[earlier] = rounded ? filledIn(older, evaluation) : filledIn(evaluation, older);
    if (rounded) return;
  }
  const metric = evaluation.map50To95 === null ? 'map50' : 'map50To95';
  const value = evaluation[metric];
  if (value === null || place === null) return;
  // The exact figure of the best takes the place of the rounded one, also where it is a little lower.
  if (evaluation.exact === true && run.best?.metric === metric && run.best.at === place)
    run.best = { metric, value, at: place };
  // The finer metric takes over as soon as it is known: a mAP50-95 cannot be compared with a mAP50.
  const comparable = run.best?.metric === metric;
  if (run.best === null || (comparable && value > run.best.value) || (!comparable && metric === 'map50To95')) {
    run.best = { metric, value, at: place };
  }
}

function fractionOrNull(value: number | null): number | null {
  return value !== null && value >= 0 && value <= 1 ? value : null;
}

/** The deciding figures of each evaluation. */
const mapFigures = ['map50', 'map50To95'] as const;

/** Remembers where a mAP was printed that is none, until the figures of a file say what it was. */
function noteUnmeasured(run: Run, read: EvaluationRead, kept: Evaluation, place: number): void {
  const isBad = mapFigures.some((figure) => read[figure] !== null && kept[figure] === null);
  const isKnown = run.unmeasured.includes(place);
  if (isBad && !isKnown) keep(run.unmeasured, place, maxUnmeasured);
  else if (!isBad && isKnown) run.unmeasured = run.unmeasured.filter((each) => each !== place);
}

function wasNotMade({ map50, map50To95, precision, recall, validationLoss }: Evaluation): boolean {
  const isZero = (figure: number | null) => figure === null || figure === 0;
  return map50 === 0 && isZero(map50To95) && isZero(precision) && isZero(recall) && validationLoss === 0;
}

function latest(run: Run, name: 'loss' | 'validationLoss'): number | null {
  const series = run.series.get(name);
  return series === undefined ? null : (lastPoint(series)?.y ?? null);
}

/** Ten thousand evaluations are more than any training prints; beyond that the oldest go. */
const maxEvaluations = 10_000;
const maxUnmeasured = 1000;

/** No other evaluation can be of the same place. */
function isFurtherOn({ evaluatedTo }: Run, { epoch, iteration }: Evaluation): boolean {
  return (epoch === null || epoch > evaluatedTo.epoch) && (iteration === null || iteration > evaluatedTo.iteration);
}

function samePlace(left: Evaluation, right: Evaluation): boolean {
  if (left.epoch !== null && right.epoch !== null) return left.epoch === right.epoch;
  return left.iteration !== null && left.iteration === right.iteration;
}

/** What the newer reading does not know stays as the older one had it. */
function filledIn(newer: Evaluation, older: Evaluation): Evaluation {
  return {
    iteration: newer.iteration ?? older.iteration,
    epoch: newer.epoch ?? older.epoch,
    map50: newer.map50 ?? older.map50,
    map50To95: newer.map50To95 ?? older.map50To95,
    precision: newer.precision ?? older.precision,
    recall: newer.recall ?? older.recall,
    f1: newer.f1 ?? older.f1,
    iou: newer.iou ?? older.iou,
    truePositives: newer.truePositives ?? older.truePositives,
    falsePositives: newer.falsePositives ?? older.falsePositives,
    falseNegatives: newer.falseNegatives ?? older.falseNegatives,
    ...(newer.exact === true ? { exact: true } : {}),
    ...taughtOf(newer, older),
    ...classApsOf(newer, older),
    elapsed: older.elapsed,
    trainLoss: newer.trainLoss ?? older.trainLoss,
    validationLoss: newer.validationLoss ?? older.validationLoss,
    learningRate: newer.learningRate ?? older.learningRate,
  };
}

function classApsOf(newer: Evaluation, older: Evaluation): Pick<Evaluation, 'classAps'> {
  const classAps = newer.classAps ?? older.classAps;
  return classAps === undefined ? {} : { classAps };
}

function taughtOf(newer: Evaluation, older: Evaluation): Pick<Evaluation, 'taught'> {
  if (newer.taught === undefined && older.taught === undefined) return {};
  return { taught: { ...older.taught, ...newer.taught } };
}

/** Some trainers print the mAP of an epoch before the epoch's own losses: the evaluation belongs with these. */
export function stampEvaluation(run: Run, { epoch, loss, validationLoss, learningRate }: EpochRead): void {
  const index = evaluationOfEpoch(run, epoch);
  const evaluation = run.evaluations[index];
  if (evaluation === undefined) return;
  const stamped = {
    ...evaluation,
    trainLoss: loss ?? evaluation.trainLoss,
    validationLoss: validationLoss ?? evaluation.validationLoss,
    learningRate: learningRate ?? evaluation.learningRate,
  };
  if (!wasNotMade(stamped)) run.evaluations[index] = stamped;
  else {
    run.evaluations.splice(index, 1);
    if (run.best?.value === 0) run.best = null;
  }
}

/** Returns the index of the evaluation of an epoch, or -1. */
export function evaluationOfEpoch(run: Run, epoch: number): number {
  return epoch > run.evaluatedTo.epoch ? -1 : run.evaluations.findLastIndex((each) => each.epoch === epoch);
}
