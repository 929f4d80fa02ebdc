/** A detection after it was held against the truth, ready to be ranked. */
export interface RankedDetection {
  readonly confidence: number;
  readonly correct: boolean;
}

/**
 * How the area under the precision-recall curve is taken: 0 the area itself, else that many recalls at equal distances.
 */
export type RecallPoints = 0 | 101;

/**
 * Returns the average precision of one class, 0..1: precision over recall, each precision raised to the best one at
 * that or a higher recall. With 0 points the area under it, as AlexeyAB's Darknet, ImageNet and PascalVOC 2010 to 2012
 * do; with 101 the mean at the recalls 0, .01, ... 1, as COCO does (`accumulate` of pycocotools).
 *
 * 0 where there are no truths (pycocotools says -1 there; Darknet 0).
 */
export function averagePrecision(
  detections: readonly RankedDetection[],
  truthCount: number,
  points: RecallPoints,
): number {
  if (truthCount === 0) return 0;
  const curve = precisionOverRecall(detections, truthCount);
  return points === 0 ? areaUnder(curve) : meanAtRecalls(curve, points);
}

interface CurvePoint {
  readonly recall: number;
  readonly precision: number;
}

function precisionOverRecall(detections: readonly RankedDetection[], truthCount: number): CurvePoint[] {
  const ranked = detections.toSorted((first, second) => second.confidence - first.confidence);
  let correct = 0;
  const curve = ranked.map((detection, index) => {
    if (detection.correct) correct += 1;
    return { recall: correct / truthCount, precision: correct / (index + 1) };
  });
  let best = 0;
  return curve
    .toReversed()
    .map(({ recall, precision }) => {
      best = Math.max(best, precision);
      return { recall, precision: best };
    })
    .toReversed();
}

function areaUnder(curve: readonly CurvePoint[]): number {
  let area = 0;
  let reached = 0;
  for (const { recall, precision } of curve) {
    area += (recall - reached) * precision;
    reached = recall;
  }
  return area;
}

function meanAtRecalls(curve: readonly CurvePoint[], points: number): number {
  // Multiplied, not divided, as numpy's linspace does: the two differ in the last bit, and a recall may lie just there.
  const distance = 1 / (points - 1);
  let sum = 0;
  let index = 0;
  for (let point = 0; point < points; point += 1) {
    while (index < curve.length && curve[index]!.recall < point * distance) index += 1;
    sum += curve[index]?.precision ?? 0;
  }
  return sum / points;
}
