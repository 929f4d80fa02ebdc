import type { Box } from '../box.ts';
import type { HeadPlan } from './networkPlan.ts';

/**
 * How the last layer's numbers lie: for each grid cell, for each anchor: x, y, width, height, objectness, then the
 * classes.
 */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** A place in the head's output that can hold one object. */
export interface Slot {
  readonly row: number;
  readonly column: number;
  readonly anchor: number;
  /** Where its numbers begin. */
  readonly start: number;
}

/** Returns how many numbers describe one predicted object. */
function slotLength(head: Pick<HeadPlan, 'classes'>): number {
  return 5 + head.classes;
}

/** Returns every slot of the grid in the order in which they lie. */
export function allSlots(grid: Grid, head: HeadPlan): Slot[] {
  const slots: Slot[] = [];
  for (let row = 0; row < grid.rows; row += 1) {
    for (let column = 0; column < grid.columns; column += 1) {
      for (let anchor = 0; anchor < head.anchors.length; anchor += 1) {
        slots.push({ row, column, anchor, start: slots.length * slotLength(head) });
      }
    }
  }
  return slots;
}

/**
 * Returns the box a slot predicts: its middle somewhere in its cell, its size a multiple of the anchor's.
 * Source: Redmon and Farhadi, YOLOv3: An Incremental Improvement (2018), section 2.1.
 */
export function decodeBox(output: Float64Array, slot: Slot, grid: Grid, head: HeadPlan): Box {
  const anchor = head.anchors[slot.anchor]!;
  return {
    x: (slot.column + logistic(output[slot.start]!)) / grid.columns,
    y: (slot.row + logistic(output[slot.start + 1]!)) / grid.rows,
    width: anchor.width * Math.exp(output[slot.start + 2]!),
    height: anchor.height * Math.exp(output[slot.start + 3]!),
  };
}

/** Returns the number between 0 and 1 that a network's raw output stands for. */
export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
