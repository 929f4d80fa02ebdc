import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import { eventsOf, readLog } from '../../support/trainers/readDarknetLog.ts';

/** What one line says. A line follows it, because a number at a line's end is sure only then. */
function read(line: string, name: string = 'darknet-alexeyab'): readonly RunEvent[] {
  const { events, unexplained } = readLog(`${line}\nNew best mAP!\n`, name);
  expect(unexplained).toEqual([]);
  return events.slice(1);
}

describe('iteration lines', () => {
  const common = {
    type: 'iteration',
    iteration: 1000,
    epoch: null,
    batchLoss: 1.25,
    loss: 1.5,
    learningRate: 0.001,
    seconds: 2,
    images: 64000,
  };

  test.each([
    ['pjreddie', '1000: 1.250000, 1.500000 avg, 0.001000 rate, 2.000000 seconds, 64000 images', null],
    ['AlexeyAB since 2018-03-29', ' 1000: 1.250000, 1.500000 avg, 0.001000 rate, 2.000000 seconds, 64000 images', null],
    [
      'AlexeyAB since 2018-05-27',
      ' 1000: 1.250000, 1.500000 avg loss, 0.001000 rate, 2.000000 seconds, 64000 images',
      null,
    ],
    [
      'AlexeyAB in March 2020',
      ' 1000: 1.250000, 1.500000 avg loss, 0.001000 rate, 2.000000 seconds, 64000 images, 0.500000 time left',
      null,
    ],
    [
      'AlexeyAB since 2020-03-31',
      ' 1000: 1.250000, 1.500000 avg loss, 0.001000 rate, 2.000000 seconds, 64000 images, 0.500000 hours left',
      1800,
    ],
    [
      'AlexeyAB, first line',
      ' 1000: 1.250000, 1.500000 avg loss, 0.001000 rate, 2.000000 seconds, 64000 images, -1.000000 hours left',
      null,
    ],
    [
      'hank-ai 2 to 4',
      '1000: loss=1.250, avg loss=1.500, rate=0.001000, 2000.000 milliseconds, 64000 images, time remaining=7 seconds',
      7,
    ],
    [
      'hank-ai 5.0',
      '1000: loss=1.250, avg loss=1.500, last=none, best=none, rate=0.00100000, 2.0 seconds, 64000 images, time remaining=3.5 minutes',
      210,
    ],
    [
      'hank-ai 5.1',
      '1000: loss=1.250, avg loss=1.500, last=12.34%, best=56.78%, rate=0.00100000, load 64=26.4 milliseconds, train=2.0 seconds, 64000 images, time remaining=1.5 hours',
      5400,
    ],
    [
      'hank-ai 6.0',
      '1000: loss=1.250, avg loss=1.500, last=none, best=none, mAP=DISABLED, rate=0.00100000, load 64=2.0 seconds, train=264.4 milliseconds, 64000 images, time remaining=2.5 days',
      216_000,
    ],
    [
      'hank-ai, too early to tell',
      '1000: loss=1.250, avg loss=1.500, last=none, best=none, rate=0.00100000, 2.0 seconds, 64000 images, time remaining=unknown',
      null,
    ],
  ])('%s', (_version, line, remaining) => {
    expect(eventsOf(read(line), 'iteration')).toEqual([{ ...common, remaining }]);
  });

  test.each(['nan', '-nan', '-nan(ind)', 'nan(ind)', '-1.#IND00', '1.#QNAN0'])(
    '%s is no number, and the line is read',
    (spelling) => {
      const [event] = eventsOf(
        read(` 7: ${spelling}, ${spelling} avg loss, 0.1 rate, 1.0 seconds, 448 images`),
        'iteration',
      );
      expect(event).toMatchObject({ iteration: 7, loss: Number.NaN, batchLoss: Number.NaN });
    },
  );

  test.each(['inf', '1.#INF00'])('%s is infinite', (spelling) => {
    const [event] = eventsOf(read(`7: ${spelling}, ${spelling} avg, 0.1 rate, 1.0 seconds, 448 images`), 'iteration');
    expect(event?.loss).toBe(Number.POSITIVE_INFINITY);
  });

  test('a loss of thirty digits is read as it is printed', () => {
    const line =
      '3: 273345664711774316354827452416.000000, 27334565998940783348518223872.000000 avg, 5.0 rate, 0.2 seconds, 48 images';
    expect(eventsOf(read(line), 'iteration')[0]?.loss).toBe(2.7334565998940783e28);
  });

  test('a step takes as long as its images and its training take', () => {
    const { events } = readLog(
      'Loaded: 0.500000 seconds - performance bottleneck on CPU or Disk HDD/SSD\n 7: 1.0, 1.0 avg loss, 0.1 rate, 2.000000 seconds, 448 images, 1.0 hours left\n',
    );
    expect(eventsOf(events, 'iteration')[0]?.seconds).toBe(2.5);
  });

  test('pjreddie turns out to be AlexeyAB when a line shows it', () => {
    const { trainer } = readLog(
      'Region 82 Avg IOU: 0.3, Class: 0.4, Obj: 0.1, No Obj: 0.1, .5R: 0.1, .75R: 0.1,  count: 3\n 7: 1.0, 1.0 avg loss, 0.1 rate, 1.0 seconds, 448 images\n',
    );
    expect(trainer).toBe('darknet-alexeyab');
  });
});

describe('region lines', () => {
  test.each([
    [
      'short',
      'v3 (iou loss, Normalizer: (iou: 0.07, obj: 1.00, cls: 1.00) Region 139 Avg (IOU: 0.250000), count: 12, total_loss = 2.500000 ',
      139,
      2.5,
    ],
    [
      'detailed',
      'v3 (giou loss, Normalizer: (iou: 0.07, obj: 1.00, cls: 1.00) Region 139 Avg (IOU: 0.250000), count: 12, class_loss = 1.5, iou_loss = 1.0, total_loss = 2.500000 ',
      139,
      2.5,
    ],
    [
      '2020',
      'v3 (mse loss, Normalizer: (iou: 0.75, cls: 1.00) Region 82 Avg (IOU: 0.250000, GIOU: -0.1), Class: 0.1, Obj: 0.2, No Obj: 0.3, .5R: 0.4, .75R: 0.5, count: 12, class_loss = 1.5, iou_loss = 1.0, total_loss = 2.500000 ',
      82,
      2.5,
    ],
    [
      'winter of 2019',
      'v3 (mse loss, Normalizer: (iou: 0.750000, cls: 1.000000) Region 82 Avg (IOU: 0.250000, GIOU: 0.1), Class: 0.1, Obj: 0.2, No Obj: 0.3, .5R: 0.4, .75R: 0.5, count: 12, loss = 2.500000, class_loss = 1.5, iou_loss = 1.0',
      82,
      2.5,
    ],
    [
      'autumn of 2019',
      'v3 (mse loss, Normalizer: (iou: 0.750000, cls: 1.000000) Region 82 Avg (IOU: 0.250000, GIOU: 0.1), Class: 0.1, Obj: 0.2, No Obj: 0.3, .5R: 0.4, .75R: 0.5, count: 12',
      82,
      null,
    ],
    [
      'hank-ai',
      'v3 iou loss, Normalizer: (iou: 0.07, obj: 1, cls: 1) Region 30 Avg (IOU: 0.250000), count: 12, class_loss: 1.5, iou_loss: 1.0, total_loss: 2.5',
      30,
      2.5,
    ],
    [
      'YOLOv3',
      'Region 94 Avg IOU: 0.250000, Class: 0.4, Obj: 0.7, No Obj: 0.5, .5R: 0.1, .75R: 0.0,  count: 12',
      94,
      null,
    ],
    ['YOLOv2', 'Region Avg IOU: 0.250000, Class: 0.4, Obj: 0.7, No Obj: 0.5, Avg Recall: 0.1,  count: 12', null, null],
    [
      'Gaussian',
      'Region 161 Avg IOU: 0.250000, Class: 0.4, Obj: 0.7, No Obj: 0.5, .5R: 0.1, .75R: 0.0,  count: 12, class_loss = 1.00, iou_loss = 1.00, uc_loss = 0.50, total_loss = 2.50 ',
      161,
      2.5,
    ],
  ])('%s', (_version, line, layer, loss) => {
    expect(eventsOf(read(line), 'region')).toEqual([{ type: 'region', layer, iou: 0.25, objects: 12, loss }]);
  });

  test('a head that no object fell to says so, and nothing of the training', () => {
    const line = 'Region 82 Avg IOU: -nan, Class: -nan, Obj: -nan, No Obj: 0.007, .5R: -nan, .75R: -nan,  count: 0';
    expect(read(line)).toEqual([{ type: 'region', layer: 82, iou: Number.NaN, objects: 0, loss: null }]);
  });
});

describe('evaluations', () => {
  function classOf(row: string): unknown {
    const { events } = readLog(
      `${row}\n mean average precision (mAP@0.50) = 0.500000, or 50.00 % \n`,
      'darknet-alexeyab',
    );
    return eventsOf(events, 'classes')[0]?.classes[0];
  }

  test.each([
    ['2018', 'class_id = 0, name = car, \t ap = 81.52 % ', 'car', null, null],
    ['since 2019', 'class_id = 0, name = car, ap = 81.52%   \t (TP = 12, FP = 2) ', 'car', 12, 2],
    [
      'a name with blanks',
      'class_id = 0, name = traffic light, ap = 81.52%   \t (TP = 12, FP = 2) ',
      'traffic light',
      12,
      2,
    ],
    ['a name with commas', 'class_id = 0, name = jay, blue, ap = 81.52%   \t (TP = 12, FP = 2) ', 'jay, blue', 12, 2],
    [
      'a name like a row',
      'class_id = 0, name = x, ap = 3.00%, ap = 81.52%   \t (TP = 12, FP = 2) ',
      'x, ap = 3.00%',
      12,
      2,
    ],
    ['an emoji', 'class_id = 0, name = 🚲, ap = 81.52%   \t (TP = 12, FP = 2) ', '🚲', 12, 2],
  ])('class row: %s', (_what, row, name, truePositives, falsePositives) => {
    expect(classOf(row)).toEqual({ name, ap: 0.8152, truePositives, falsePositives });
  });

  test('a class row without a number has no AP', () => {
    expect(classOf('class_id = 0, name = car, ap = -nan%   \t (TP = 0, FP = 0) ')).toMatchObject({
      name: 'car',
      ap: null,
    });
  });

  test.each([
    [' mean average precision (mAP@0.50) = 0.635265, or 63.53 % ', 0.635265],
    [' mean average precision (mAP) = 0.635265, or 63.53 % ', 0.635265],
    [' mean_average_precision (mAP@0.5) = 0.635265 ', 0.635265],
    [' mean_average_precision (mAP@0.50) = 0.635265 ', 0.635265],
    ['-> mean average precision (mAP@0.50)=63.53%', 0.6353],
    [' mean average precision (mAP@0.50) = 0.000900, or 0.09 % ', 0.0009],
    ['-> mean average precision (mAP@0.50)=0.09%', 0.0009],
  ])('%s', (line, map50) => {
    expect(eventsOf(read(line), 'evaluation').map((event) => event.map50)).toEqual([map50]);
  });

  test('both lines that give the figure are one evaluation', () => {
    const events = read(
      ' mean average precision (mAP@0.50) = 0.635265, or 63.53 % \n\n mean_average_precision (mAP@0.50) = 0.635265 ',
    );
    expect(eventsOf(events, 'evaluation').length).toBe(1);
  });

  test('the same figure twice in two evaluations is two', () => {
    const block = ' calculation mAP (mean average precision)...\n mean_average_precision (mAP@0.50) = 0.5 \n';
    expect(eventsOf(read(block + block), 'evaluation').length).toBe(2);
  });

  test('precision, recall and what was found come with it', () => {
    const events = read(
      ' for conf_thresh = 0.25, precision = 0.85, recall = 0.47, F1-score = 0.60 \n for conf_thresh = 0.25, TP = 39, FP = 7, FN = 44, average IoU = 58.42 % \n mean_average_precision (mAP@0.50) = 0.789901 ',
    );
    expect(eventsOf(events, 'evaluation')).toEqual([
      {
        type: 'evaluation',
        iteration: null,
        epoch: null,
        map50: 0.789901,
        map50To95: null,
        precision: 0.85,
        recall: 0.47,
        f1: 0.6,
        iou: 0.5842,
        truePositives: 39,
        falsePositives: 7,
        falseNegatives: 44,
      },
    ]);
  });

  test('hank-ai: a name that looks like columns stays a name, and a row cut short is none', () => {
    const head =
      '  Id Name                       AP      TP      FP      FN      GT       F1   AvgIoU\n  -- -------------------- -------- ------- ------- ------- ------- -------- --------\n';
    const row = '   0 lamp 1 22.5          29.2332       2       1      26      28  12.9032  42.5814\n';
    const cut = '   1 lamp 2 22.5          29.2332       2       1      26      28\n';
    const { events } = readLog(`${head + row + cut}-> mean average precision (mAP@0.50)=29.23%\n`, 'darknet-hankai');
    expect(eventsOf(events, 'classes')[0]?.classes).toEqual([
      { name: 'lamp 1 22.5', ap: 0.292332, truePositives: 2, falsePositives: 1 },
    ]);
  });

  test.each([
    [' (next mAP calculation at 1200 iterations) ', 1200],
    ['-> next mAP calculation will be at iteration #1200', 1200],
    [
      '7: loss=1.2, avg loss=1.5, last=none, best=none, next=1200, rate=0.001, 2.0 seconds, 448 images, time remaining=unknown',
      1200,
    ],
    [
      '7: loss=1.2, avg loss=1.5, last=none, best=none, mAP=1200, rate=0.001, load 64=1.0 seconds, train=2.0 seconds, 448 images, time remaining=unknown',
      1200,
    ],
  ])('the next one: %s', (line, iteration) => {
    expect(eventsOf(read(line), 'nextEvaluation')).toEqual([{ type: 'nextEvaluation', iteration }]);
  });
});

describe('faults', () => {
  test.each([
    ["Couldn't open file: data/train.txt", true],
    ['CUDA Error: out of memory', true],
    [' Error: There is no data/valid.txt file for mAP calculation!', true],
    [
      "Error: l.outputs == l.inputs. filters= in the [convolutional]-layer doesn't correspond to classes= or mask= in [yolo]-layer",
      true,
    ],
    ["darknet: ./src/cuda.c:36: check_error: Assertion `0' failed.", true],
    ['./train.sh: line 3: 4242 Segmentation fault      (core dumped) ./darknet detector train a b', true],
    ['./train.sh: line 3: 4242 Killed                  ./darknet detector train a b', true],
    ['Segmentation fault (core dumped)', true],
    ['* Error message:  invalid annotation for class ID #7 in a.txt', true],
    ['* Error message:  signal handler invoked for signal #11 (Segmentation fault)', true],
    ['Error: You set incorrect value batch=1 for Training! You should set batch=64 subdivision=64: Success', true],
    [' Error: You set incorrect value batch=1 for Training! You should set batch=64 subdivision=64 ', false],
    [" Error: in the file obj.names number of names 3 that isn't equal to classes=2 in the file a.cfg ", false],
    [' Wrong annotation: class_id = 7. But class_id should be [from 0 to 2], file: a.txt ', false],
    ["Can't open label file. (This can be normal only if you use MSCOCO): a.txt", false],
    ['Cannot load image "a.jpg"', false],
  ])('%s', (line, fatal) => {
    const faults = eventsOf(readLog(`${line}\n`, 'darknet-alexeyab').events, 'fault');
    expect(faults.some((fault) => fault.fatal)).toBe(fatal);
  });

  test('the line behind an error location is why it stops', () => {
    const events = read(
      "Darknet error location: ./src/parser.c, parse_yolo(), line #474\nl.outputs == params.inputs, filters= in the [convolutional]-layer doesn't correspond: Success",
    );
    expect(events).toEqual([
      {
        type: 'fault',
        text: "l.outputs == params.inputs, filters= in the [convolutional]-layer doesn't correspond: Success",
        fatal: true,
      },
    ]);
  });

  test.each([1, 2, 15])('hank-ai: signal %i is an interruption', (signal) => {
    const events = read(
      `calling Darknet's fatal error handler due to signal #${signal}\n* Error message:  signal handler invoked for signal #${signal} (X)`,
    );
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['ended']));
  });
});

describe('resuming', () => {
  const first = (iteration: number): string =>
    ` ${iteration}: 1.0, 1.0 avg loss, 0.001 rate, 1.0 seconds, ${iteration * 64} images, -1.0 hours left\n`;
  const loaded =
    'Loading weights from backup/a_last.weights...\n seen 64, trained: 6 K-images (0 Kilo-batches_64) \nDone! Loaded 6 layers from weights-file \n';

  test('weights that are loaded and an iteration that goes on are a resume', () => {
    expect(eventsOf(readLog(loaded + first(101), 'darknet-alexeyab').events, 'resumed')).toEqual([
      { type: 'resumed', at: 100 },
    ]);
  });

  test('with -clear it begins at 1, which is none', () => {
    expect(eventsOf(readLog(loaded + first(1), 'darknet-alexeyab').events, 'resumed')).toEqual([]);
  });

  test('a log whose beginning is missing is none', () => {
    expect(eventsOf(readLog(first(101), 'darknet-alexeyab').events, 'resumed')).toEqual([]);
  });
});
