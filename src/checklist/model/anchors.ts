import { type Finding, found } from '../checks/finding.ts';
import { detectionLayers, type DarknetNetwork } from './readNetwork.ts';
import { percent } from '../../words/fraction.ts';

/** Width and height in pixels of the network's input. */
export type Anchor = readonly [number, number];

/**
 * Holds the anchors of a .cfg against the boxes of the training set (width and height as fractions, two numbers a box),
 * beside the best anchors of the same number. Darknet stretches images to the input of the network, so the boxes are
 * stretched likewise.
 */
export function checkAnchors(network: DarknetNetwork, sizes: Float32Array): Finding[] {
  const head = detectionLayers(network).find(({ layer }) => layer.numbers('anchors').length > 1)?.layer;
  if (head === undefined || sizes.length < 2 * minBoxes) return [];
  const unit = head.name === 'region' ? 32 : 1;
  const anchors = anchorsOf(head.numbers('anchors').map((value) => value * unit));
  const boxes = sampledBoxes(sizes, network.width, network.height);
  const own = meanIou(boxes, anchors);
  const best = bestAnchors(boxes, anchors.length);
  const reachable = meanIou(boxes, best);
  if (own >= reachable * minShare) return [];
  const named = best.map((anchor) => anchor.map((side) => Math.round(side / unit)).join(',')).join(', ');
  const what = `The anchors overlap the boxes of this data set by ${percent(own, 0)} on average, the best ${anchors.length} by ${percent(reachable, 0)}: anchors=${named}.`;
  return [found('model-anchors', what, { file: network.path, line: head.setting('anchors')!.line })];
}

/** Statistics on fewer boxes say little. */
const minBoxes = 50;
/** A tenth less than what can be had is what the README's default anchors lose on most data sets. */
const minShare = 0.9;

function anchorsOf(values: readonly number[]): Anchor[] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, index) => [
    values[index * 2]!,
    values[index * 2 + 1]!,
  ]);
}

/** More boxes than this do not move the result. */
const maxBoxes = 5000;

function sampledBoxes(sizes: Float32Array, width: number, height: number): Anchor[] {
  const count = sizes.length / 2;
  const step = Math.max(1, count / maxBoxes);
  return Array.from({ length: Math.floor(count / step) }, (_, index) => {
    const at = Math.floor(index * step) * 2;
    return [sizes[at]! * width, sizes[at + 1]! * height];
  });
}

/** Mean over the boxes of the IoU with the anchor that fits best, both centred on one point. */
function meanIou(boxes: readonly Anchor[], anchors: readonly Anchor[]): number {
  let sum = 0;
  for (const box of boxes) sum += iou(box, anchors[nearest(box, anchors)]!);
  return sum / Math.max(1, boxes.length);
}

/**
 * Anchors by k-means with the distance 1 - IoU, smallest first. The start is spread over the boxes by area, so that the
 * same boxes give the same anchors. Source: Redmon and Farhadi, YOLO9000 (2017), 2.
 */
function bestAnchors(boxes: readonly Anchor[], count: number): Anchor[] {
  const sorted = boxes.toSorted((one, other) => one[0] * one[1] - other[0] * other[1]);
  let anchors = Array.from(
    { length: count },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / count)]!,
  );
  for (let round = 0; round < maxRounds; round++) {
    const sums = anchors.map(() => [0, 0, 0]);
    for (const box of boxes) {
      const sum = sums[nearest(box, anchors)]!;
      sum[0]! += box[0];
      sum[1]! += box[1];
      sum[2]! += 1;
    }
    const moved = anchors.map((anchor, index): Anchor => {
      const [width, height, members] = sums[index]!;
      return members === 0 ? anchor : [width! / members!, height! / members!];
    });
    const still = moved.every(
      (anchor, index) => Math.abs(anchor[0] - anchors[index]![0]) + Math.abs(anchor[1] - anchors[index]![1]) < 0.01,
    );
    anchors = moved;
    if (still) break;
  }
  return anchors.toSorted((one, other) => one[0] * one[1] - other[0] * other[1]);
}

const maxRounds = 100;

function nearest(box: Anchor, anchors: readonly Anchor[]): number {
  let best = 0;
  let highest = -1;
  for (let index = 0; index < anchors.length; index++) {
    const value = iou(box, anchors[index]!);
    if (value <= highest) continue;
    highest = value;
    best = index;
  }
  return best;
}

function iou(one: Anchor, other: Anchor): number {
  const common = Math.min(one[0], other[0]) * Math.min(one[1], other[1]);
  return common / (one[0] * one[1] + other[0] * other[1] - common);
}
