import { intersectionOverUnion } from '../box.ts';
import type { Box } from '../box.ts';
import { allSlots, decodeBox, logistic } from '../network/head.ts';
import type { Grid } from '../network/head.ts';
import type { HeadPlan } from '../network/networkPlan.ts';

/** An object the network believes to see. */
export interface Detection {
  readonly class: number;
  readonly box: Box;
  /** Objectness times class probability, 0..1. */
  readonly confidence: number;
}

/**
 * Returns everything one image's output believes in with more than `threshold`, after double sightings are removed, the
 * surest first. Source: get_yolo_detections and do_nms_sort of Darknet.
 */
export function findDetections(
  output: Float64Array,
  grid: Grid,
  head: HeadPlan,
  { threshold, overlap }: { threshold: number; overlap: number },
): Detection[] {
  const detections: Detection[] = [];
  for (const slot of allSlots(grid, head)) {
    const objectness = logistic(output[slot.start + 4]!);
    if (!(objectness > threshold)) continue;
    const box = decodeBox(output, slot, grid, head);
    for (let index = 0; index < head.classes; index += 1) {
      const confidence = objectness * logistic(output[slot.start + 5 + index]!);
      if (confidence > threshold) detections.push({ class: index, box, confidence });
    }
  }
  return withoutDoubles(detections, overlap);
}

/**
 * Keeps a detection only if no surer one of its class overlaps it by more than `overlap` IoU (greedy non-maximum
 * suppression).
 */
export function withoutDoubles(detections: readonly Detection[], overlap: number): Detection[] {
  const kept: Detection[] = [];
  for (const detection of detections.toSorted((first, second) => second.confidence - first.confidence)) {
    const double = kept.some(
      (surer) => surer.class === detection.class && intersectionOverUnion(surer.box, detection.box) > overlap,
    );
    if (!double) kept.push(detection);
  }
  return kept;
}
