import { expect, test } from 'vitest';
import { keras } from '../../src/trainers/keras.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const stages = fixture('keras/keras-2-yolo3-two-stages.log');
const third = fixture('keras/keras-3-kerascv.log');
const lines = fixture('keras/keras-3-piped-verbose-2.log');
const nan = fixture('keras/keras-2-no-terminal-nan.log');
const retinanet = fixture('keras/keras-retinanet.log');

/** The last lines of epochs, found by what only they have. */
function finals(log: Buffer, pattern: RegExp): number[][] {
  const plain = log.toString().replaceAll(/\u001b\[\d+m|[\b]/g, '');
  return Array.from(plain.matchAll(pattern), ([, ...numbers]) => numbers.map(Number));
}

test('yields every epoch of Keras 2, whose bar goes back with backspaces', () => {
  const counted = finals(stages, /step - loss: (\S+) - .*? - val_loss: (\S+) - .* lr: (\S+)$/gm);
  expect(counted).toHaveLength(9);
  const read = only(eventsOf(keras, stages), 'epoch');
  expect(read.map(({ loss, validationLoss, learningRate }) => [loss, validationLoss, learningRate])).toEqual(counted);
  expect(read.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(read[0]!.seconds).toBe(572);
});

test('marks where layers are unfrozen, reads small losses and saves, and its early stopping', () => {
  const run = runOf(stages);
  expect(run.trainer?.name).toBe('keras');
  expect(run.regimes).toContainEqual({ at: 6, label: 'layers unfrozen' });
  expect(run.checkpoints[0]).toMatchObject({ path: 'logs/ep001-best.h5', at: 1, role: 'best' });
  expect(only(eventsOf(keras, stages), 'epoch')[0]!.parts!['classification']).toBeLessThan(1e-3);
  expect(run.ended).toBe('early-stop');
  expect(run.plan.epochs).toBe(10);
});

test('yields every epoch and evaluation of Keras 3, whose bar is coloured', () => {
  const counted = finals(
    third,
    /step - box_loss: \S+ - class_loss: \S+ - loss: (\S+) - val_AP: (\S+) - val_AP50: (\S+) .*val_loss: (\S+)/g,
  );
  expect(counted).toHaveLength(5);
  const events = eventsOf(keras, third);
  // The line of the last batch comes first, and the one with the validation repeats its loss.
  const epochs = only(events, 'epoch');
  expect(epochs.flatMap(({ loss }) => loss ?? [])).toEqual(counted.map(([loss]) => loss));
  expect(epochs.flatMap(({ validationLoss }) => validationLoss ?? [])).toEqual(counted.map((row) => row[3]));
  expect(runOf(third).epochs?.count).toBe(5);
  expect(only(events, 'evaluation').map(({ map50To95, map50 }) => [map50To95, map50])).toEqual(
    counted.map(([, map, map50]) => [map, map50]),
  );
  expect(runOf(third).ended).toBe('complete');
});

test('yields every epoch of the one-line form', () => {
  const counted = finals(lines, / loss: (\S+) - val_loss: (\S+)/g);
  expect(counted).toHaveLength(8);
  expect(only(eventsOf(keras, lines), 'epoch').map(({ loss, validationLoss }) => [loss, validationLoss])).toEqual(
    counted,
  );
});

test('takes refreshes that became lines for progress, and counts a nan once an epoch', () => {
  const run = runOf(nan);
  expect(run.epochs).toEqual({ first: 1, last: 4, count: 4 });
  expect(run.nonFinite).toEqual({ readings: 2, since: 3 });
});

test('tells how far the epoch is while it runs', () => {
  const events = eventsOf(keras, stages);
  expect(only(events, 'progress').slice(0, 2)).toMatchObject([
    { type: 'progress', epoch: 1, batch: 1, batches: 17 },
    { type: 'progress', epoch: 1, batch: 2, batches: 17 },
  ]);
});

test('reads the evaluations of keras-retinanet', () => {
  const counted = finals(retinanet, /^mAP: (\S+)$/gm);
  const run = runOf(retinanet);
  expect(run.checkpoints.map(({ at }) => at)).toEqual([1, 2, 3]);
  expect(run.evaluations.map(({ map50, epoch }) => [map50, epoch])).toEqual(
    counted.map(([map50], index) => [map50, index + 1]),
  );
  expect(run.classes.map(({ name }) => name)).toEqual(['square', 'traffic light', 'żółw 🐢']);
});

test('starts anew when fit is called again in the same log', () => {
  const run = runOf(
    Buffer.concat([
      lines,
      Buffer.from('Epoch 1/3\n100/100 - 12s - loss: 0.5000\nEpoch 2/3\n100/100 - 12s - loss: 0.4000\n'),
    ]),
  );
  expect(run.epochs).toEqual({ first: 1, last: 2, count: 2 });
  expect(run.plan.epochs).toBe(3);
});

test.each([stages, third, lines, nan, retinanet])(
  'explains every line, and is honest wherever it is cut off',
  (log) => {
    expect(unexplainedOf(keras, log)).toEqual([]);
    expect(inventionsOf(keras, log)).toEqual([]);
  },
);

test('parts lines that a console ran into one another', () => {
  const blank = ' '.repeat(60);
  const run = runOf(
    [
      'Epoch 1/50',
      '2/2 [==============================] - 97s 49s/step - loss: 7732.9583 - val_loss: 6391.2349',
      `Epoch 2/50${blank}2/2 [==============================] - 55s 27s/step - loss: 6053.7227 - val_loss: 4881.7363`,
      `Epoch 3/50${blank}2/2 [==============================] - 57s 28s/step - loss: 4689.0405 - val_loss: 3795.5706${blank}Epoch 4/50`,
      '2/2 [==============================] - 53s 26s/step - loss: 3626.1056 - val_loss: 3024.2988',
      '',
    ].join('\n'),
  );
  expect(run.epochs).toEqual({ first: 1, last: 4, count: 4 });
  expect(run.loss).toEqual({ first: 7732.9583, last: 3626.1056, min: 3626.1056 });
});
