import { distanceIouLoss, intersectionOverUnion } from '../box.ts';
import type { Box, Truth } from '../box.ts';
import { allSlots, decodeBox, logistic } from '../network/head.ts';
import type { Grid, Slot } from '../network/head.ts';
import type { HeadPlan } from '../network/networkPlan.ts';

/** The loss of one image, or of several added up. */
export interface DetectionLoss {
  /** What objectness and classes cost (both go under "class" in Darknet's lines). */
  readonly classLoss: number;
  readonly boxLoss: number;
  /** The IoU of each truth with the box predicted for it, added up. */
  readonly iouSum: number;
  readonly truthCount: number;
  /** How many truths lost their slot to a later one. */
  readonly rewrittenCount: number;
}

/**
 * Returns the loss of one image and writes its gradient by `output` to `gradient`.
 *
 * Each truth belongs to the anchor most like it in the cell its middle lies in. That slot pays for its box (distance
 * IoU loss), for its classes and for not being sure (binary cross-entropy); every other slot pays for believing in an
 * object, unless its box fits one anyway. Source: Redmon and Farhadi, YOLOv3 (2018), section 2; yolo_layer.c of
 * Darknet.
 */
export function detectionLoss(
  output: Float64Array,
  truths: readonly Truth[],
  grid: Grid,
  head: HeadPlan,
  gradient: Float64Array,
): DetectionLoss {
  gradient.fill(0);
  const slots = allSlots(grid, head);
  const owners = new Map<number, Truth>();
  for (const truth of truths) owners.set(slotIndexOf(truth.box, grid, head), truth);

  let classLoss = 0;
  let boxLoss = 0;
  for (const [index, slot] of slots.entries()) {
    const truth = owners.get(index);
    const box = decodeBox(output, slot, grid, head);
    if (truth) {
      boxLoss += chargeBox(box, slot, truth, grid, head, gradient);
      classLoss += chargeClasses(output, slot, truth, head, gradient);
      classLoss += chargeLogit(output, slot.start + 4, 1, head.objectnessNormalizer, gradient);
    } else if (!truths.some((other) => intersectionOverUnion(box, other.box) > head.ignoreThreshold)) {
      classLoss += chargeLogit(output, slot.start + 4, 0, head.objectnessNormalizer, gradient);
    }
  }
  return {
    classLoss,
    boxLoss,
    iouSum: sumOfIous(output, truths, slots, grid, head),
    truthCount: truths.length,
    rewrittenCount: truths.length - owners.size,
  };
}

function slotIndexOf(box: Box, grid: Grid, head: HeadPlan): number {
  const column = Math.min(grid.columns - 1, Math.floor(box.x * grid.columns));
  const row = Math.min(grid.rows - 1, Math.floor(box.y * grid.rows));
  let best = 0;
  let bestIou = -1;
  for (const [anchor, size] of head.anchors.entries()) {
    const iou = intersectionOverUnion({ ...box, x: 0, y: 0 }, { ...size, x: 0, y: 0 });
    if (iou > bestIou) [best, bestIou] = [anchor, iou];
  }
  return (row * grid.columns + column) * head.anchors.length + best;
}

function chargeBox(box: Box, slot: Slot, truth: Truth, grid: Grid, head: HeadPlan, gradient: Float64Array): number {
  const { loss, gradient: byBox } = distanceIouLoss(box, truth.box);
  const weight = head.iouNormalizer;
  const withinCell = { x: box.x * grid.columns - slot.column, y: box.y * grid.rows - slot.row };
  gradient[slot.start] = (weight * byBox.x * withinCell.x * (1 - withinCell.x)) / grid.columns;
  gradient[slot.start + 1] = (weight * byBox.y * withinCell.y * (1 - withinCell.y)) / grid.rows;
  gradient[slot.start + 2] = weight * byBox.width * box.width;
  gradient[slot.start + 3] = weight * byBox.height * box.height;
  return weight * loss;
}

function chargeClasses(output: Float64Array, slot: Slot, truth: Truth, head: HeadPlan, gradient: Float64Array): number {
  let loss = 0;
  for (let index = 0; index < head.classes; index += 1) {
    loss += chargeLogit(output, slot.start + 5 + index, index === truth.class ? 1 : 0, head.classNormalizer, gradient);
  }
  return loss;
}

/** Binary cross-entropy of one raw output, written so that it does not overflow for large ones. */
function chargeLogit(
  output: Float64Array,
  index: number,
  target: 0 | 1,
  weight: number,
  gradient: Float64Array,
): number {
  const value = output[index]!;
  gradient[index] = weight * (logistic(value) - target);
  return weight * (Math.max(value, 0) - value * target + Math.log1p(Math.exp(-Math.abs(value))));
}

function sumOfIous(
  output: Float64Array,
  truths: readonly Truth[],
  slots: readonly Slot[],
  grid: Grid,
  head: HeadPlan,
): number {
  return truths.reduce((sum, truth) => {
    const slot = slots[slotIndexOf(truth.box, grid, head)]!;
    return sum + intersectionOverUnion(decodeBox(output, slot, grid, head), truth.box);
  }, 0);
}
