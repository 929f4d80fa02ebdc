import type { Line } from '../../log/lines/line.ts';

/** The name when only hank-ai's Darknet prints this line (trainers.md 0.5 and 1.4). */
export function recogniseHankai(line: Line): string | null {
  return hankaiLines.test(line.text()) ? 'darknet-hankai' : null;
}

/** The name when only AlexeyAB's Darknet prints this line (trainers.md 0.5 and 1.1). */
export function recogniseAlexeyab(line: Line): string | null {
  return alexeyabLines.test(line.text()) ? 'darknet-alexeyab' : null;
}

/**
 * The name when pjreddie's Darknet prints this line. AlexeyAB's of 2018 and early 2019 prints some of them too: its
 * reader says so as soon as a line shows it.
 */
export function recognisePjreddie(line: Line): string | null {
  return pjreddieLines.test(line.text()) ? 'darknet-pjreddie' : null;
}

const hankaiLines = anyOf(
  /Darknet V\d+ "/,
  /\d+: loss=\S+, avg loss=\S+, .*\d+ images, time remaining=/,
  /THIS VERSION OF DARKNET WAS NOT BUILT TO RUN ON A GPU!/,
  /mAP calculations will be every \d+ iterations$/,
  /-> mean average precision \(mAP@[\d.]+\)=/,
);

const alexeyabLines = anyOf(
  / +\d+: \S+, \S+ avg(?: loss)?, \S+ rate, \S+ seconds, \d+ images/,
  // What goes through grep, a browser or a chat comes without the blank before it.
  /\d+: \S+, \S+ avg loss, \S+ rate, \S+ seconds, \d+ images/,
  /v3 \(\w+ loss, Normalizer: /,
  / ?total_bbox = \d+, rewritten_bbox = /,
  / ?\(next mAP calculation at \d+ iterations\)/,
  / ?Last accuracy mAP@/,
  / ?calculation mAP \(mean average precision\)\.\.\.$/,
  /\[yolo\] params: iou loss: /,
  /net\.optimized_memory = \d/,
  / {3}layer {3}filters {2}size\/strd\(dil\) /,
  / GPU isn't used $/,
  / OpenCV isn't used - data augmentation will be slow $/,
  / ?CUDA-version: \d+/,
  / ?Prepare additional network for mAP calculation\.\.\./,
  /mini_batch = \d+, batch = \d+, time_steps = \d+, train = [01] $/,
  /class_id = \d+, name = .*ap = /,
);

const pjreddieLines = anyOf(
  /\d+: \S+, \S+ avg, \S+ rate, \S+ seconds, \d+ images$/,
  /Region (?:\d+ )?Avg IOU: \S+, Class: \S+, Obj: /,
  /layer {5}filters {4}size {14}input {16}output$/,
  // All that Debian's says about a missing file, before it leaves with 0.
  /(?:Loading weights from .*\.\.\.)?Couldn't open file: \S/,
);

/** One expression for a whole family, at the start of a line, so that a line that is no Darknet's is read once. */
function anyOf(...lines: readonly RegExp[]): RegExp {
  return new RegExp(`^(?:${lines.map((line) => line.source).join('|')})`);
}
