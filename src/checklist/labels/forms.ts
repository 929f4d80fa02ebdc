import { count } from '../../words/count.ts';
import type { LabelBox } from './labels.ts';

/**
 * How many boxes look as if they were written in another form than class, middle and size: what tells a whole data set
 * in a wrong form from one with some wrong boxes.
 */
export interface FormCounts {
  readonly boxes: number;
  /** Taken as they should be written they reach beyond the image. */
  readonly beyond: number;
  /** Only to the left or the top. */
  readonly beyondFirst: number;
  /** They would be two corners within the image: left, top, right, bottom. */
  readonly corners: number;
  /** They would be left, top and size within the image. */
  readonly leftTop: number;
  /** Some number is far above 1. */
  readonly large: number;
  /** The class is one that does not exist only because classes count from 0. */
  readonly justBeyond: number;
  readonly ofClass0: number;
}

/** The forms in which tools write boxes, and that are taken for each other. */
export type WrongForm = 'corners' | 'left-top' | 'large';

/** The counts as they are kept of each image, in this order. */
const fields = [
  'boxes',
  'beyond',
  'beyondFirst',
  'corners',
  'leftTop',
  'large',
  'justBeyond',
  'ofClass0',
] as const satisfies readonly (keyof FormCounts)[];

/** Numbers that `packForms` makes. */
export const formFields = fields.length;

/** Returns counts as a list of numbers, for the flat arrays that images are kept in. */
export function packForms(counts: FormCounts): number[] {
  return fields.map((field) => counts[field]);
}

/** Adds up the counts of the images with these indices, which lie one after the other in `packed`. */
export function sumForms(packed: ArrayLike<number>, indices: Iterable<number>): FormCounts {
  const sum = { ...noForms };
  for (const index of indices) {
    for (const [place, field] of fields.entries()) sum[field] += packed[index * formFields + place]!;
  }
  return sum;
}

/** Counts the boxes of one file. `categories` is null where classes have no numbers. */
export function countForms(boxes: readonly LabelBox[], categories: number | null): FormCounts {
  const counts = { ...noForms };
  for (const { category, x, y, width, height } of boxes) {
    counts.boxes++;
    if (category === 0) counts.ofClass0++;
    if (category === categories) counts.justBeyond++;
    if (Math.max(x, y, width, height) > minLarge) {
      counts.large++;
      counts.beyond++;
      continue;
    }
    const first = Math.max(width / 2 - x, height / 2 - y);
    const last = Math.max(x + width / 2, y + height / 2) - 1;
    if (first > tolerance || last > tolerance) counts.beyond++;
    if (first > tolerance && last <= tolerance) counts.beyondFirst++;
    if (x < 0 || y < 0) continue;
    if (width > x && height > y && width <= 1 + tolerance && height <= 1 + tolerance) counts.corners++;
    if (x + width <= 1 + tolerance && y + height <= 1 + tolerance) counts.leftTop++;
  }
  return counts;
}

/** Fractions with a slip of the hand are below; the smallest image has 10 pixels. */
const minLarge = 2;
/** As `checkBoxes` has it. */
const tolerance = 0.01;

const noForms = {
  boxes: 0,
  beyond: 0,
  beyondFirst: 0,
  corners: 0,
  leftTop: 0,
  large: 0,
  justBeyond: 0,
  ofClass0: 0,
} satisfies FormCounts;

/**
 * Returns the form that all boxes of a data set are written in by mistake; null where there is none, or there are too
 * few boxes to tell. Corners are told from middle and size by right edges that are all right of the left ones; left and
 * top by boxes that only ever reach beyond on those two sides.
 */
export function wrongFormOf({ boxes, beyond, beyondFirst, corners, leftTop, large }: FormCounts): WrongForm | null {
  if (boxes < minBoxes) return null;
  if (large >= boxes * nearlyAll) return 'large';
  if (corners >= boxes * nearlyAll && beyond >= boxes * 0.2) return 'corners';
  const isLeftTop = boxes >= 20 && beyond >= Math.max(3, boxes * 0.03);
  return isLeftTop && leftTop === boxes && beyondFirst === beyond ? 'left-top' : null;
}

const minBoxes = 5;
/** The rest are slips of their own. */
const nearlyAll = 0.95;

/** Whether the classes of a whole data set count from 1. */
export function countsFromOne({ boxes, justBeyond, ofClass0 }: FormCounts): boolean {
  return boxes >= minBoxes && justBeyond >= Math.max(2, boxes * 0.02) && ofClass0 === 0;
}

/** One sentence on a data set in a wrong form. `right` is how its trainer wants boxes. */
export function wrongFormText(form: WrongForm, { boxes, beyond }: FormCounts, right: string): string {
  const all = `All ${count(boxes)} boxes`;
  switch (form) {
    case 'large':
      return `${all} are in pixels or per cent, where ${right} are wanted as fractions of the image (0 to 1).`;
    case 'corners':
      return `${all} look like left, top, right and bottom, where ${right} are wanted: read so, ${count(beyond)} reach beyond their image.`;
    case 'left-top':
      return `${all} look like left, top, width and height, where ${right} are wanted: read so, ${count(beyond)} reach beyond their image.`;
  }
}
