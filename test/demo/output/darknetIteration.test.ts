import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  detectionTimeLine,
  evaluationBegins,
  evaluationLines,
  pointsHelp,
  progressAfter,
  resultLines,
  trainingEnds,
} from '../../../src/demo/output/darknetEvaluation.ts';
import { boxLine, iterationLines, loadedLine, regionLine } from '../../../src/demo/output/darknetIteration.ts';
import { batchLine, layerTable, savingDefaults, trainingLines } from '../../../src/demo/output/darknetStart.ts';
import { createNetwork } from '../../../src/demo/network/network.ts';
import { parseNetworkPlan } from '../../../src/demo/network/networkPlan.ts';
import { createRandom } from '../../../src/demo/random.ts';

/** Pieces of a real training with AlexeyAB's Darknet, recorded in a terminal. */
const recorded = readFileSync(
  new URL('../../../fixtures/demo/alexeyab-darknet-excerpt.log', import.meta.url),
  'latin1',
).replaceAll('\r\n', '\n');

/** The network of the recorded training. */
const plan = parseNetworkPlan(`
[net]
batch=16
width=64
height=64
channels=3
momentum=0.9
decay=0.0005
learning_rate=0.002
max_batches=220
${[
  [16, 3, 2],
  [32, 3, 2],
  [64, 3, 2],
  [64, 3, 1],
]
  .map(
    ([filters, size, stride]) =>
      `[convolutional]\nfilters=${filters}\nsize=${size}\nstride=${stride}\nactivation=leaky\n`,
  )
  .join('')}
[convolutional]
filters=24
size=1
activation=linear
[yolo]
anchors=10,10, 16,16, 22,22
classes=3
iou_normalizer=0.07
`);
const network = createNetwork(plan, createRandom(1, 'weights'));

describe('lines in the shape of AlexeyAB’s Darknet', () => {
  test('the layer table of the same network, but for the box loss it uses', () => {
    const ours = layerTable(network, plan);
    const theirs = recorded.slice(recorded.indexOf('   layer '), recorded.indexOf('ab-220'));
    const withoutLoss = (text: string): string =>
      text.replace(/iou loss: \w+ \(\d\)/, '').replace(/, scale_x_y: 1.0\d/, '');
    expect(withoutLoss(ours)).toBe(withoutLoss(theirs.replace(/nms_kind.*\n/, '')));
  });

  test('the lines on batch, saving and learning rate', () => {
    expect(recorded).toContain(batchLine(16) + '   layer ');
    expect(recorded).toContain(`${savingDefaults}${trainingLines(plan)}`);
  });

  test('an iteration before the first evaluation', () => {
    const line = iterationLines({ ...first, accuracy: undefined });
    expect(recorded).toContain(loadedLine(0.032802));
    expect(recorded).toContain(regionLine(5, plan.head, firstLoss, 16) + boxLine(30, 0) + line);
  });

  test('an iteration after it, with the last and the best mAP', () => {
    const line = iterationLines({
      ...first,
      iteration: 101,
      loss: 1.718596,
      averageLoss: 1.576686,
      learningRate: 0.002,
      seconds: 0.131951,
      images: 1616,
      hoursLeft: 0.006952,
      nextEvaluation: 200,
      accuracy: { last: 0.789901, best: 0.789901 },
    });
    expect(recorded).toContain(boxLine(3375, 0) + line);
  });

  test('a whole evaluation, from its title to the weights it saves', () => {
    const progress = Array.from({ length: 54 }, (_, index) => progressAfter(index + 1)).join('');
    const text = [
      evaluationBegins,
      ' Detection layer: 5 - type = 28 \n',
      progress,
      evaluationLines(evaluation, ['square', 'circle', 'triangle'], 0.25, 0),
      detectionTimeLine(0.2),
      pointsHelp,
      resultLines(0.789901, true),
    ].join('');
    expect(recorded).toContain(`${text}Saving weights to `);
  });

  test('an evaluation in which nothing was detected', () => {
    const nothing = { ...evaluation, precision: Number.NaN, recall: 0, f1: Number.NaN, detectionCount: 0 };
    const text = evaluationLines(nothing, ['square', 'circle', 'triangle'], 0.25, 101);
    expect(text).toContain('detections_count = 0, unique_truth_count = 83  \nclass_id = 0,');
    expect(text).toContain(' for conf_thresh = 0.25, precision = -nan, recall = 0.00, F1-score = -nan \n');
    expect(text).toContain('used 101 Recall-points \n');
  });

  test('a loss that is no number any more', () => {
    const line = iterationLines({ ...first, loss: Number.NaN, averageLoss: Number.NaN, accuracy: undefined });
    expect(line).toContain('1/220: loss=nan hours left=-1.0\x07\n 1: nan, nan avg loss, 0.000000 rate,');
  });

  test('the last line', () => {
    expect(recorded.endsWith(trainingEnds)).toBe(true);
  });
});

const firstLoss = {
  classLoss: 51.690388 * 16,
  boxLoss: 0.234993 * 16,
  iouSum: 0.318612 * 30,
  truthCount: 30,
  rewrittenCount: 0,
};

const first = {
  iteration: 1,
  iterations: 220,
  loss: 51.693367,
  averageLoss: 51.693367,
  learningRate: 0,
  seconds: 0.162297,
  images: 16,
  hoursLeft: -1,
  nextEvaluation: 100,
};

const evaluation = {
  classes: [
    { averagePrecision: 0.8152, truePositives: 12, falsePositives: 2 },
    { averagePrecision: 0.6982, truePositives: 11, falsePositives: 3 },
    { averagePrecision: 0.8563, truePositives: 16, falsePositives: 2 },
  ],
  meanAveragePrecision: 0.789901,
  precision: 39 / 46,
  recall: 39 / 83,
  f1: 78 / 129,
  truePositives: 39,
  falsePositives: 7,
  falseNegatives: 44,
  averageIou: 0.5842,
  detectionCount: 521,
  truthCount: 83,
};
