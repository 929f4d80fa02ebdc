import type { LabelBox, LabelProblem, LabelRules } from './labels.ts';

/** A problem of one of the boxes that were given, by its place among them. */
export interface BoxProblem extends LabelProblem {
  readonly box: number;
}

/**
 * Holds the boxes of one image against the rules: classes that exist, boxes within the image, of some size, and each
 * only once. Source of the tolerance of 1 %: Ultralytics, ultralytics/data/utils.py, verify_image_label.
 */
export function checkBoxes(boxes: readonly LabelBox[], rules: LabelRules): BoxProblem[] {
  const problems: BoxProblem[] = [];
  for (const [index, box] of boxes.entries()) {
    const problem = problemOf(box, rules);
    if (problem !== null) problems.push({ ...problem, line: box.line, box: index });
  }
  for (let later = 1; later < boxes.length; later++) {
    const twin = twinOf(boxes, later);
    if (twin !== null) problems.push({ ...twin, line: boxes[later]!.line, box: later });
  }
  return problems;
}

/** A problem without its place. */
type Clause = Omit<LabelProblem, 'line'>;

const tolerance = 0.01;

function problemOf(box: LabelBox, { categories, network }: LabelRules): Clause | null {
  const { category, x, y, width, height } = box;
  if (categories !== null && (category < 0 || category >= categories)) {
    return { check: 'class-out-of-range', what: `Class ${category} does not exist: ${existing(categories)}.` };
  }
  if (width <= 0 || height <= 0) {
    return { check: 'box-empty', what: `The box is ${fraction(width)} wide and ${fraction(height)} high.` };
  }
  if (x <= 0 || y <= 0 || x > 1 || y > 1 || width > 1 + tolerance || height > 1 + tolerance) {
    return {
      check: 'box-outside',
      what: `The box with its middle at ${fraction(x)}, ${fraction(y)} and a size of ${fraction(width)} x ${fraction(height)} is not within the image (0 to 1).`,
    };
  }
  const beyond = Math.max(width / 2 - x, height / 2 - y, x + width / 2 - 1, y + height / 2 - 1);
  if (beyond > tolerance) {
    return {
      check: 'box-over-edge',
      what: `The box reaches beyond the image by ${(beyond * 100).toFixed(1)} % of its side.`,
    };
  }
  if (width * network.width < 1 || height * network.height < 1) {
    return {
      check: 'box-tiny',
      what: `The box is ${pixels(width * network.width)} x ${pixels(height * network.height)} pixels at the network's ${network.width} x ${network.height}.`,
    };
  }
  return null;
}

function existing(categories: number): string {
  return categories === 1 ? 'there is only class 0' : `there are classes 0 to ${categories - 1}`;
}

/**
 * The earlier box that this one repeats. Two boxes are the same when they cover each other to 95 %: hands do not draw
 * so alike.
 */
function twinOf(boxes: readonly LabelBox[], later: number): Clause | null {
  const box = boxes[later]!;
  if (box.width <= 0 || box.height <= 0) return null;
  for (let earlier = 0; earlier < later; earlier++) {
    const other = boxes[earlier]!;
    if (Math.abs(other.x - box.x) > box.width || overlap(other, box) < 0.95) continue;
    const at = other.line === null ? 'an earlier one' : `that of line ${other.line}`;
    return other.category === box.category
      ? { check: 'box-duplicate', what: `The box is the same as ${at}.` }
      : {
          check: 'box-two-classes',
          what: `The box of class ${box.category} is the same as ${at}, of class ${other.category}.`,
        };
  }
  return null;
}

/** Intersection over union. */
function overlap(one: LabelBox, other: LabelBox): number {
  const across =
    Math.min(one.x + one.width / 2, other.x + other.width / 2) -
    Math.max(one.x - one.width / 2, other.x - other.width / 2);
  const down =
    Math.min(one.y + one.height / 2, other.y + other.height / 2) -
    Math.max(one.y - one.height / 2, other.y - other.height / 2);
  if (across <= 0 || down <= 0) return 0;
  const common = across * down;
  return common / (one.width * one.height + other.width * other.height - common);
}

function fraction(value: number): string {
  return String(Number(value.toFixed(4)));
}

function pixels(value: number): string {
  return value.toFixed(2);
}
