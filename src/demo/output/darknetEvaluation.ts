import type { RecallPoints } from '../evaluation/averagePrecision.ts';
import { fixed } from './cFormat.ts';
import type { DetectionMetrics } from '../evaluation/evaluation.ts';

/**
 * Darknet reads the images of an evaluation four at a time and ranks detections in hundreds. Source:
 * validate_detector_map.
 */
const imagesAtATime = 4;
const ranksAtATime = 100;

export const evaluationBegins = '\n calculation mAP (mean average precision)...\n';

/** What is said after every fourth image while `count` images are looked at; empty for those between. */
export function progressAfter(image: number): string {
  return image % imagesAtATime === 0 ? `\r${image}` : '';
}

/** The result of an evaluation at IoU .5, as printed before the time it took. */
export function evaluationLines(
  evaluation: DetectionMetrics,
  names: readonly string[],
  confidenceThreshold: number,
  points: RecallPoints,
): string {
  const threshold = ` for conf_thresh = ${fixed(confidenceThreshold, 2)}`;
  const { precision, recall, f1, truePositives, falsePositives, falseNegatives, meanAveragePrecision } = evaluation;
  return [
    `\n detections_count = ${evaluation.detectionCount}, unique_truth_count = ${evaluation.truthCount}  \n`,
    ...rankProgress(evaluation.detectionCount),
    ...evaluation.classes.map(
      (one, index) =>
        `class_id = ${index}, name = ${names[index]!}, ap = ${fixed(100 * one.averagePrecision, 2)}%   ` +
        `\t (TP = ${one.truePositives}, FP = ${one.falsePositives}) \n`,
    ),
    `\n${threshold}, precision = ${share(precision)}, recall = ${share(recall)}, F1-score = ${share(f1)} \n`,
    `${threshold}, TP = ${truePositives}, FP = ${falsePositives}, FN = ${falseNegatives}, ` +
      `average IoU = ${fixed(100 * evaluation.averageIou, 2)} % \n`,
    `\n IoU threshold = 50 %, used ${points === 0 ? 'Area-Under-Curve for each unique Recall' : `${points} Recall-points`} \n`,
    ` mean average precision (mAP@0.50) = ${fixed(meanAveragePrecision)}, or ${fixed(100 * meanAveragePrecision, 2)} % \n`,
  ].join('');
}

/** How long an evaluation took, in seconds. */
export function detectionTimeLine(seconds: number): string {
  return `Total Detection Time: ${Math.round(seconds)} Seconds\n`;
}

/** How to have the average precision taken in another way. */
export const pointsHelp = `
Set -points flag:
 \`-points 101\` for MS COCO 
 \`-points 11\` for PascalVOC 2007 (uncomment \`difficult\` in voc.data) 
 \`-points 0\` (AUC) for ImageNet, PascalVOC 2010-2012, your custom dataset
`;

/** The result of an evaluation during a training, and whether no earlier one of this process was better. */
export function resultLines(meanAveragePrecision: number, isBest: boolean): string {
  return `\n mean_average_precision (mAP@0.50) = ${fixed(meanAveragePrecision)} \n${isBest ? 'New best mAP!\n' : ''}`;
}

/** The last line of a training that reached its end. */
export const trainingEnds =
  'If you want to train from the beginning, then use flag in the end of training command: -clear \n';

function rankProgress(count: number): string[] {
  const steps = Array.from({ length: Math.ceil(count / ranksAtATime) }, (_, index) => index * ranksAtATime);
  return steps.map((rank) => ` rank = ${rank} of ranks = ${count} \r`);
}

/** A share of nothing: 0/0 sets the sign bit on the processors Darknet runs on, and its C library prints that sign. */
function share(value: number): string {
  return Number.isNaN(value) ? '-nan' : fixed(value, 2);
}
