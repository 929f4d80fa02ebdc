import { averagePrecision } from './averagePrecision.ts';
import type { RankedDetection, RecallPoints } from './averagePrecision.ts';
import { intersectionOverUnion } from '../box.ts';
import type { Detection } from './detections.ts';
import type { Truth } from '../box.ts';

/** What the network saw on one image, and what is there. */
export interface SeenImage {
  readonly detections: readonly Detection[];
  readonly truths: readonly Truth[];
}

/** How good a network is on some images. All shares are 0..1; a share of nothing is NaN, as Darknet prints it. */
export interface DetectionMetrics {
  readonly classes: readonly ClassEvaluation[];
  readonly meanAveragePrecision: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** The IoU of the true positives added up, over true and false positives; 0 where there are none. */
  readonly averageIou: number;
  readonly detectionCount: number;
  readonly truthCount: number;
}

export interface ClassEvaluation {
  readonly averagePrecision: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

export interface EvaluationSettings {
  readonly classCount: number;
  /** From which IoU on a detection counts as correct. */
  readonly iouThreshold: number;
  /** From which confidence on a detection counts for precision, recall, F1 and average IoU. */
  readonly confidenceThreshold: number;
  readonly points: RecallPoints;
}

/** Returns the detection metrics over `images`. Source: validate_detector_map of AlexeyAB's Darknet. */
export function evaluateDetections(images: readonly SeenImage[], settings: EvaluationSettings): DetectionMetrics {
  const matched = images.flatMap((image) => matchDetections(image, settings.iouThreshold));
  const truths = images.flatMap((image) => image.truths);
  const certain = matched.filter((detection) => detection.confidence > settings.confidenceThreshold);
  const classes = Array.from({ length: settings.classCount }, (_, index) => ({
    averagePrecision: averagePrecision(
      matched.filter((detection) => detection.class === index),
      truths.filter((truth) => truth.class === index).length,
      settings.points,
    ),
    ...countCorrect(certain.filter((detection) => detection.class === index)),
  }));
  const { truePositives, falsePositives } = countCorrect(certain);
  const falseNegatives = truths.length - truePositives;
  const precision = truePositives / (truePositives + falsePositives);
  const recall = truePositives / (truePositives + falseNegatives);
  return {
    classes,
    meanAveragePrecision: classes.reduce((sum, one) => sum + one.averagePrecision, 0) / settings.classCount,
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    truePositives,
    falsePositives,
    falseNegatives,
    averageIou: certain.length === 0 ? 0 : certain.reduce((sum, { iou }) => sum + iou, 0) / certain.length,
    detectionCount: matched.length,
    truthCount: truths.length,
  };
}

/** A detection held against the truth of its image. */
export interface MatchedDetection extends RankedDetection {
  readonly class: number;
  /** The IoU with the truth it found, 0 where it found none. */
  readonly iou: number;
}

/**
 * Says of each detection of one image whether it is correct: the surest first, each is held against the truth of its
 * class that it overlaps most; it is correct if they overlap by more than `iouThreshold` and no surer detection found
 * that truth.
 */
export function matchDetections({ detections, truths }: SeenImage, iouThreshold: number): MatchedDetection[] {
  const found = new Set<Truth>();
  return detections
    .toSorted((first, second) => second.confidence - first.confidence)
    .map((detection) => {
      let best: Truth | undefined;
      let bestIou = iouThreshold;
      for (const truth of truths) {
        const iou = truth.class === detection.class ? intersectionOverUnion(detection.box, truth.box) : 0;
        if (iou > bestIou) [best, bestIou] = [truth, iou];
      }
      const correct = best !== undefined && !found.has(best);
      if (best) found.add(best);
      return { class: detection.class, confidence: detection.confidence, correct, iou: correct ? bestIou : 0 };
    });
}

function countCorrect(
  detections: readonly MatchedDetection[],
): Pick<ClassEvaluation, 'truePositives' | 'falsePositives'> {
  const truePositives = detections.filter(({ correct }) => correct).length;
  return { truePositives, falsePositives: detections.length - truePositives };
}
