import process from 'node:process';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import type { Run } from '../../../src/run/run.ts';
import { stateOf } from '../../../src/run/selectors.ts';
import { createGenericTrainer, generic } from '../../../src/trainers/generic/generic.ts';
import { metricRowOf } from '../../../src/trainers/generic/taught.ts';
import { createGenericRecogniser } from '../../../src/trainers/generic/recognise.ts';
import { createDetector } from '../../../src/trainers/index.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eachLine, eventsOf, fixture, installation, only, runOf } from '../../support/trainers/readText.ts';

const steps = fixture('generic/tutorial-steps.log');
const epochs = fixture('generic/epoch-summaries-nan.log');
const iterations = fixture('generic/iterations.log');

function looksLikeTraining(text: Buffer | string): boolean {
  const recognise = createGenericRecogniser();
  let found = false;
  eachLine(text, (line) => {
    found ||= recognise(line);
  });
  return found;
}

describe('the forms that people print', () => {
  test('steps that begin anew in each epoch become global iterations', () => {
    const counted = Array.from(
      steps.toString().matchAll(/^Epoch \[(\d+)\/5\], Step \[(\d+)\/51\], .*, Loss: (\S+), LR: (\S+)$/gm),
      ([, epoch, step, loss, rate]) => [
        (Number(epoch) - 1) * 51 + Number(step),
        Number(epoch),
        Number(loss),
        Number(rate),
      ],
    );
    expect(counted).toHaveLength(25);
    const read = only(eventsOf(generic, steps), 'iteration');
    expect(read.map(({ iteration, epoch, loss, learningRate }) => [iteration, epoch, loss, learningRate])).toEqual(
      counted,
    );
    expect(only(eventsOf(generic, steps), 'plan').at(-1)?.plan).toEqual({ epochs: 5, iterations: 255 });
  });

  test('an evaluation on several lines is one', () => {
    const counted = Array.from(
      steps.toString().matchAll(/^Precision: (\S+)\nRecall: (\S+)\nmAP@0\.5 = (\S+)\nmAP@0\.5:0\.95 = (\S+)$/gm),
      ([, ...numbers]) => numbers.map(Number),
    );
    expect(counted).toHaveLength(5);
    const last = new Map(only(eventsOf(generic, steps), 'evaluation').map((event) => [event.epoch, event]));
    expect(
      Array.from(last.values(), ({ precision, recall, map50, map50To95 }) => [precision, recall, map50, map50To95]),
    ).toEqual(counted);
    expect([...last.keys()]).toEqual([1, 2, 3, 4, 5]);
  });

  test('one line an epoch, counted from zero, with percent and nan', () => {
    const counted = Array.from(
      epochs.toString().matchAll(/epoch +(\d+) \| train_loss=(\S+) \| val_loss=(\S+) .* AP50: (\S+)%/g),
      ([, epoch, loss, validation, percent]) => [
        Number(epoch) + 1,
        loss === 'nan' ? Number.NaN : Number(loss),
        Number(validation),
        Number(percent),
      ],
    );
    expect(counted).toHaveLength(12);
    const events = eventsOf(generic, epochs);
    expect(only(events, 'epoch').map(({ epoch, loss, validationLoss }) => [epoch, loss, validationLoss])).toEqual(
      counted.map((row) => row.slice(0, 3)),
    );
    expect(only(events, 'evaluation').map(({ map50 }) => Math.round(map50! * 10_000) / 100)).toEqual(
      counted.map((row) => row[3]),
    );
  });

  test('an iteration count through the whole training', () => {
    const counted = Array.from(
      iterations.toString().matchAll(/^iter (\d+)\/20000 loss (\S+)/gm),
      ([, number, loss]) => [Number(number), Number(loss)],
    );
    const events = eventsOf(generic, iterations);
    expect(only(events, 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual(counted);
    expect(only(events, 'plan')[0]?.plan).toEqual({ iterations: 20_000 });
  });

  test.each<[string, Partial<RunEvent>]>([
    [
      'Epoch 7 Iteration 70: total loss = 1.25e-1, lr=1e-4',
      { type: 'epoch', epoch: 7, loss: 0.125, learningRate: 1e-4 },
    ],
    ['step 12 | train/loss: inf', { type: 'iteration', iteration: 12, loss: Infinity }],
    ['epoch: 3, val loss: 0.50', { type: 'epoch', epoch: 3, loss: null, validationLoss: 0.5 }],
    ['epoch 4/10 box loss: 0.5 loss: 0.75', { type: 'epoch', epoch: 4, loss: 0.75 }],
    ['epoch 2 mAP50: 0.25 mAP50-95: 0.125', { type: 'evaluation', epoch: 2, map50: 0.25, map50To95: 0.125 }],
  ])('%s', (line, event) => {
    expect(eventsOf(generic, `${line}\nbye\n`)).toContainEqual(expect.objectContaining(event));
  });

  test.each([
    'mAP: 0.61 at epoch 3',
    'epoch 3 mAP50: 61.2',
    'epoch time 3.2s',
    'epoch 3 loss_cls: 0.4',
    'step 3 batch_size: 16, loss_weight: 0.5',
    'epoch 3 loss: 0,4123 mAP50-95 = 0,25',
  ])('%s tells nothing that is sure', (line) => {
    expect(eventsOf(generic, `${line}\nbye\n`)).toEqual([]);
  });

  test.each([steps, epochs, iterations])('are honest wherever the log is cut off', (log) => {
    expect(inventionsOf(generic, log)).toEqual([]);
  });
});

describe('a log that no trainer recognises', () => {
  test.each([steps, epochs, iterations])(
    'is read as generic when it is a training, also behind an installation',
    (log) => {
      expect(looksLikeTraining(log)).toBe(true);
      const detector = createDetector();
      const events: RunEvent[] = [];
      eachLine(Buffer.concat([Buffer.from(installation(300)), log]), (line) =>
        detector.read(line, (event) => events.push(event)),
      );
      expect(detector.trainer()).toBe(generic);
      expect(events.slice(1)).toEqual(eventsOf(generic, log));
    },
  );

  test.each([
    ['an installation', Buffer.from(installation(1000))],
    ["a web server's log", fixture('generic/web-server.log')],
    [
      'a build',
      Buffer.from(
        Array.from(
          { length: 400 },
          (_, index) => `[${index}/400] Building CXX object epoch_${index}.o\nStep ${index}/400 : RUN make loss\n`,
        ).join(''),
      ),
    ],
    [
      'a web server that is asked for a training',
      Buffer.from(
        Array.from(
          { length: 9 },
          (_, index) => `10.0.0.1 "GET /loss?epoch=${index}&loss=0.${index} HTTP/1.1" 200\n`,
        ).join(''),
      ),
    ],
    ['one epoch said again and again', Buffer.from('epoch 3 loss: 0.5\n'.repeat(100))],
  ])('is nobody when it is %s', (_, log) => {
    expect(looksLikeTraining(log)).toBe(false);
    const detector = createDetector();
    eachLine(log, (line) => detector.read(line, () => {}));
    expect(detector.trainer()).toBeNull();
  });

  test('is taken over by the trainer that is recognised later', () => {
    const detector = createDetector();
    const warmUp = 'epoch 1 loss: 0.5\nepoch 2 loss: 0.4\nepoch 3 loss: 0.3\n';
    eachLine(Buffer.concat([Buffer.from(warmUp), fixture('torchvision/unbuffered.log')]), (line) =>
      detector.read(line, () => {}),
    );
    expect(detector.trainer()?.names[0]).toBe('torchvision');
  });
});

describe('metrics that the user teaches', async () => {
  const texts = [
    'iteration=^#(\\d+)',
    'iterations=^#\\d+ von (\\d+)',
    'loss=Verlust (\\S+)',
    'map50=Trefferquote (\\S+)',
    'seconds=Dauer ([\\d.]+)',
  ];
  const rows = await Promise.all(texts.map(metricRowOf));

  test('come before the known forms, and are read whatever else the line holds', () => {
    const taught = createGenericTrainer(rows);
    const events = eventsOf(
      taught,
      '#20 von 500 Verlust 1.5 Dauer 0.3 loss: 9\n#40 von 500 Verlust nan Dauer 0.3\nTrefferquote 12.5%\nEnde\n',
    );
    expect(only(events, 'iteration').map(({ iteration, loss, seconds }) => [iteration, loss, seconds])).toEqual([
      [20, 1.5, 0.3],
      [40, Number.NaN, 0.3],
    ]);
    expect(only(events, 'plan')[0]?.plan).toEqual({ iterations: 500 });
    expect(only(events, 'evaluation')[0]).toMatchObject({ iteration: 40, map50: 0.125 });
  });

  test("may have the user's own names: their figures are those of an evaluation, also without a mAP", async () => {
    const own = [await metricRowOf('hits=hits: (\\S+)'), await metricRowOf('misses=misses: (\\S+)')];
    const read = eventsOf(
      createGenericTrainer(own),
      'epoch 1 loss: 0.5 \nhits: 12.5% of all\nepoch 2 loss: 0.4 \nhits: 0.25 misses: 63.5 of all\nmAP50: 0.5 of all\n',
    );
    expect(only(read, 'evaluation').map(({ epoch, taught, map50 }) => [epoch, taught, map50])).toEqual([
      [1, { hits: 0.125 }, null],
      [2, { hits: 0.25 }, null],
      [2, { hits: 0.25 }, 0.5],
    ]);
  });

  test('are used for every line, whoever might recognise it', () => {
    const detector = createDetector({ taught: createGenericTrainer(rows) });
    const events: RunEvent[] = [];
    eachLine('#20 von 500 Verlust 1.5 x\n1: 2.0, 2.0 avg loss, 0.001 rate, 1.0 seconds, 64 images\n', (line) =>
      detector.read(line, (event) => events.push(event)),
    );
    expect(only(events, 'iteration').map(({ iteration }) => iteration)).toEqual([20]);
  });

  test.each([
    ['loss', '--metric loss is not of the form NAME=REGEX'],
    ['1st=(\\d+)', '1st is not a metric that can be taught: it must be one of loss, batch-loss'],
    ['loss=loss: (', 'The regular expression of the metric loss cannot be read'],
    ['loss=loss: \\d+', 'The regular expression of the metric loss has no group'],
    ['loss=loss: (?:\\d+)', 'has no group'],
    ['loss=(?<!val )loss: (\\d+)', 'cannot be read, because it looks ahead or behind'],
    ['loss=loss: (\\d+)(?= )', 'cannot be read, because it looks ahead or behind'],
    ['loss=(.)loss\\1 (\\d+)', 'cannot be read, because it refers back to a group'],
    ['loss=(.{1000}.{1000})', 'is too large'],
  ])('%s is refused in one sentence', async (row, sentence) => {
    await expect(metricRowOf(row)).rejects.toThrow(sentence);
  });

  test('take a named group, and an equals sign in the expression', async () => {
    const named = await metricRowOf('loss=loss=(?<value>\\d+)');
    expect(named.metric).toBe('loss');
    expect(named.find('loss=5 x')).toEqual({ printed: '5', end: 6 });
  });

  test.each(['loss=(a+)+$', 'loss=(?:a|a)*(b)$', 'loss=((?:\\w+\\s?)*)$', 'loss=(.*.*.*.*=.*)'])(
    'take no longer on a long line than on many short ones: %s',
    async (row) => {
      const { find } = await metricRowOf(row);
      const long = `${'a'.repeat(60_000)}!`;
      const started = process.threadCpuUsage();
      find(long);
      expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(2000);
    },
  );
});

describe('a generic log', () => {
  const lines = (each: (epoch: number) => readonly string[]) => {
    const text = Array.from({ length: 5 }, (_, index) => each(index + 1).join('\n')).join('\n');
    return runOf(`${text}\n`);
  };
  const curve = (run: Run) => run.evaluations.map(({ epoch, iteration, map50 }) => [epoch, iteration, map50]);

  test('does not take the best so far for a measurement of this epoch', () => {
    const run = lines((epoch) => [
      `Epoch ${epoch}/40 loss: ${2 / epoch} mAP50: ${epoch / 10} (best: 0.97)`,
      'Best mAP50: 0.9700 at epoch 2',
      'best_loss = 0.01',
    ]);
    expect(curve(run)).toEqual([1, 2, 3, 4, 5].map((epoch) => [epoch, null, epoch / 10]));
    expect(run.loss!.min).toBe(0.4);
  });

  test('reads an epoch that stands behind the news of a best', () => {
    const run = lines((epoch) => [`New best! Epoch ${epoch}/40 train_loss: ${2 / epoch} mAP@0.5: ${epoch / 10}`]);
    expect(curve(run)).toEqual([1, 2, 3, 4, 5].map((epoch) => [epoch, null, epoch / 10]));
    expect(run.plan.epochs).toBe(40);
  });

  test('counts batches through the epochs that have lines of their own', () => {
    const run = lines((epoch) => [
      `Epoch ${epoch}/40`,
      ...[10, 20, 30, 40, 50].map((batch) => `  batch ${batch}/50 loss: ${2 / epoch}`),
      `  val mAP50: ${epoch / 10}`,
    ]);
    expect(curve(run)).toEqual([1, 2, 3, 4, 5].map((epoch) => [epoch, epoch * 50, epoch / 10]));
    expect(run.plan).toMatchObject({ epochs: 40, iterations: 2000 });
  });

  test('does not take the steps of an epoch for the plan, also when the epoch is named at its end', () => {
    const run = lines((epoch) => [
      ...[1, 2, 3].map((step) => `step ${step}/3 loss: ${2 / epoch}`),
      `Epoch ${epoch}/40 mAP@0.5: ${epoch / 10}`,
    ]);
    expect(curve(run)).toEqual([1, 2, 3, 4, 5].map((epoch) => [epoch, epoch * 3, epoch / 10]));
    expect(run.plan).toMatchObject({ epochs: 40, iterations: 120 });
  });

  test('takes back what it took for the plan when it turns out to be an epoch', () => {
    const epoch = Array.from({ length: 500 }, (_, index) => `step ${index + 1}/500 loss: 1.25`);
    expect(runOf(`${epoch.join('\n')}\n`).plan.iterations).toBe(500);
    const run = runOf([...epoch, 'Epoch 1 mAP@0.5: 0.25', ...epoch, 'Epoch 2 mAP@0.5: 0.50', ''].join('\n'));
    expect(run.plan.iterations).toBeNull();
    expect(curve(run)).toEqual([
      [1, 500, 0.25],
      [2, 1000, 0.5],
    ]);
  });

  test('leaves out a loss of -1, which stands for one that is not known', () => {
    const run = lines((epoch) => [`Epoch ${epoch} loss: -1 val_loss: ${3 / epoch} mAP@0.5: ${epoch / 10}`]);
    expect(run.loss).toBeNull();
    expect(run.evaluations[4]!.validationLoss).toBe(0.6);
  });

  test('has failed when it ends in a traceback', () => {
    const crash =
      'Traceback (most recent call last):\n  File "train.py", line 3, in <module>\n    main()\nRuntimeError: CUDA out of memory\n';
    const four = Array.from({ length: 4 }, (_, index) => `Epoch ${index + 1}/40 loss: 1.25 mAP50: 0.5\n`).join('');
    expect(stateOf(runOf(four))).toBe('running');
    expect(stateOf(runOf(four + crash))).toBe('failed');
  });
});
