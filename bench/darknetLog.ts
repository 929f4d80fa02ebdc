/** What AlexeyAB's Darknet prints, word for word, of a training made up of smooth curves. */

export const opening = ` CUDA status Error: 0
Learning Rate: 0.00261, Momentum: 0.9, Decay: 0.0005
`;

/** All lines of an iteration of a network with two heads. */
export function iterationLines(iteration: number): string {
  const loss = lossAt(iteration);
  const iou = 0.8 - 0.3 * Math.exp(-iteration / 100) + 0.02 * Math.sin(iteration * 2.3);
  const region = (layer: number) =>
    `v3 (iou loss, Normalizer: (iou: 0.07, obj: 1.00, cls: 1.00) Region ${layer} Avg (IOU: ${iou.toFixed(6)}), count: ${3 + (iteration % 5)}, class_loss = ${(loss * 0.2).toFixed(6)}, iou_loss = ${(loss * 0.4).toFixed(6)}, total_loss = ${loss.toFixed(6)} \n`;
  return `${region(30)}${region(37)} total_bbox = ${iteration * 300}, rewritten_bbox = 0.000000 % \n\n${iterationLine(iteration)}`;
}

/** The one line of an iteration that tells the loss. */
export function iterationLine(iteration: number): string {
  const loss = lossAt(iteration).toFixed(6);
  return ` ${iteration}: ${loss}, ${loss} avg loss, 0.002610 rate, 0.098000 seconds, ${iteration * 64} images, 1.5 hours left\n`;
}

/** An evaluation and the weights that are saved after it. */
export function evaluationLines(iteration: number): string {
  const map = 0.7 - 0.5 * Math.exp(-iteration / 100_000) + 0.01 * Math.sin(iteration / 700);
  const ap = (map * 100).toFixed(2);
  return `
 calculation mAP (mean average precision)...
 Detection layer: 30 - type = 28 
 Detection layer: 37 - type = 28 

 detections_count = 19534, unique_truth_count = 83  
class_id = 0, name = square, ap = ${ap}%   \t (TP = 40, FP = 9) 
class_id = 1, name = circle, ap = ${ap}%   \t (TP = 23, FP = 3) 

 for conf_thresh = 0.25, precision = 0.84, recall = 0.76, F1-score = 0.80 
 for conf_thresh = 0.25, TP = 63, FP = 12, FN = 20, average IoU = 61.40 % 

 IoU threshold = 50 %, used Area-Under-Curve for each unique Recall 
 mean average precision (mAP@0.50) = ${map.toFixed(6)}, or ${ap} % 

 mean_average_precision (mAP@0.50) = ${map.toFixed(6)} 
Saving weights to backup/shapes_last.weights
`;
}

function lossAt(iteration: number): number {
  return 0.4 + 3 * Math.exp(-iteration / 200) + 0.1 * Math.sin(iteration * 1.7);
}
