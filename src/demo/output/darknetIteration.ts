import { fixed } from './cFormat.ts';
import type { DetectionLoss } from '../training/detectionLoss.ts';
import type { HeadPlan } from '../network/networkPlan.ts';

/** How long it took to have the batch ready. Source: train_detector of AlexeyAB's Darknet, as all in this file. */
export function loadedLine(seconds: number): string {
  return `Loaded: ${fixed(seconds)} seconds${seconds > 0.1 ? ' - performance bottleneck on CPU or Disk HDD/SSD' : ''}\n`;
}

/** The line of the [yolo] layer: the mean IoU and the losses per image of the batch. */
export function regionLine(layer: number, head: HeadPlan, sum: DetectionLoss, batch: number): string {
  const [iou, objectness, classes] = [head.iouNormalizer, head.objectnessNormalizer, head.classNormalizer];
  const averageIou = sum.truthCount === 0 ? 0 : sum.iouSum / sum.truthCount;
  return (
    `v3 (iou loss, Normalizer: (iou: ${fixed(iou, 2)}, obj: ${fixed(objectness, 2)}, cls: ${fixed(classes, 2)}) ` +
    `Region ${layer} Avg (IOU: ${fixed(averageIou)}), count: ${sum.truthCount}, class_loss = ${fixed(sum.classLoss / batch)}, ` +
    `iou_loss = ${fixed(sum.boxLoss / batch)}, total_loss = ${fixed((sum.classLoss + sum.boxLoss) / batch)} \n`
  );
}

/** The line on all truths so far, and on how many of them had to share a place. */
export function boxLine(total: number, rewritten: number): string {
  return ` total_bbox = ${total}, rewritten_bbox = ${fixed((100 * rewritten) / total)} % \n`;
}

/**
 * One iteration as the training sees it. Losses are per image, the rate is the one the step was made with, times are in
 * seconds.
 */
export interface IterationReport {
  readonly iteration: number;
  readonly iterations: number;
  readonly loss: number;
  readonly averageLoss: number;
  readonly learningRate: number;
  readonly seconds: number;
  readonly images: number;
  /** -1 before the first iteration is over, as in Darknet. */
  readonly hoursLeft: number;
  readonly nextEvaluation: number;
  /** The last and the best mAP50 of this process, absent before its first evaluation and while the last one is 0. */
  readonly accuracy: { readonly last: number; readonly best: number } | undefined;
}

/**
 * When mAP is calculated next and what it was last, the status line (which clears a terminal first), and the iteration
 * itself.
 */
export function iterationLines(report: IterationReport): string {
  const { iteration, iterations, accuracy } = report;
  const last = accuracy
    ? `\n Last accuracy mAP@0.50 = ${fixed(100 * accuracy.last, 2)} %, best = ${fixed(100 * accuracy.best, 2)} % `
    : '';
  const shortAccuracy = accuracy ? ` map=${fixed(accuracy.last, 2)} best=${fixed(accuracy.best, 2)}` : '';
  const status = `${iteration}/${iterations}: loss=${fixed(report.loss, 1)}${shortAccuracy} hours left=${fixed(report.hoursLeft, 1)}`;
  return (
    `\n (next mAP calculation at ${report.nextEvaluation} iterations) ${last}\x1b[H\x1b[J${status}\x07` +
    `\n ${iteration}: ${fixed(report.loss)}, ${fixed(report.averageLoss)} avg loss, ${fixed(report.learningRate)} rate, ` +
    `${fixed(report.seconds)} seconds, ${report.images} images, ${fixed(report.hoursLeft)} hours left\n`
  );
}
