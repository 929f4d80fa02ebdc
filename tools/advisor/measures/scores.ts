/** A chance that was given, whether it came true, and how much it counts. */
export interface Prediction {
  readonly chance: number;
  readonly cameTrue: boolean;
  readonly weight: number;
}

/**
 * Area under the ROC curve: the chance that a gain that came was held likelier than one that did not; ties count half.
 */
export function areaUnderRoc(predictions: readonly Prediction[]): number {
  const groups = [...Map.groupBy(predictions, (prediction) => prediction.chance)].toSorted(
    ([one], [other]) => one - other,
  );
  let misses = 0;
  let hits = 0;
  let ordered = 0;
  for (const [, group] of groups) {
    const hit = weightOf(group.filter((prediction) => prediction.cameTrue));
    const miss = weightOf(group) - hit;
    ordered += hit * (misses + miss / 2);
    hits += hit;
    misses += miss;
  }
  return ordered / (hits * misses);
}

/** Mean squared distance of the chance from what came. */
export function brierScore(predictions: readonly Prediction[]): number {
  const sum = predictions.reduce(
    (total, { chance, cameTrue, weight }) => total + weight * (chance - (cameTrue ? 1 : 0)) ** 2,
    0,
  );
  return sum / weightOf(predictions);
}

/** Expected calibration error: the mean distance of chance and frequency over ten bins of equal width. */
export function calibrationError(predictions: readonly Prediction[]): number {
  const bins = Map.groupBy(predictions, ({ chance }) => Math.min(binCount - 1, Math.floor(chance * binCount)));
  let error = 0;
  for (const bin of bins.values()) {
    error += Math.abs(
      bin.reduce((sum, { chance, cameTrue, weight }) => sum + weight * ((cameTrue ? 1 : 0) - chance), 0),
    );
  }
  return error / weightOf(predictions);
}

const binCount = 10;

function weightOf(predictions: readonly Prediction[]): number {
  return predictions.reduce((sum, prediction) => sum + prediction.weight, 0);
}
