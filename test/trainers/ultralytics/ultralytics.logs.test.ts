import { describe, expect, test } from 'vitest';
import { stateOf } from '../../../src/run/selectors.ts';
import { ultralytics } from '../../../src/trainers/ultralytics/ultralytics.ts';
import { missingModule } from '../../support/trainers/crashes.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

const recorded = [
  '8.3.241-plain',
  '8.3.241-curve',
  '8.3.241-patience',
  '8.3.241-sigint',
  '8.3.63-curve',
  '8.3.63-sigint',
] as const;

/**
 * What a script of a few lines finds in a log: the last state of every finished bar, and every row of all classes
 * before the final validation.
 */
function counted(log: string) {
  const training = log.split(/^\d+ epochs completed/m)[0]!;
  const losses = new Map<number, number[]>();
  for (const segment of training.split(/[\r\n]/)) {
    const bar = /(\d+)\/\d+\s+\S+((?:\s+\S+)+)\s+\d+\s+\d+: +100%.* (\d+)\/\3 /.exec(segment);
    if (bar !== null) losses.set(Number(bar[1]), bar[2]!.trim().split(/\s+/).map(Number));
  }
  const rows = Array.from(training.matchAll(/ all +\d+ +\d+ +(\S+) +(\S+) +(\S+) +(\S+)/g), (row) =>
    row.slice(1).map(Number),
  );
  return { losses, rows };
}

describe.each(recorded)('the recorded log %s', (name) => {
  const log = fixture(`ultralytics/${name}.log`);
  const events = eventsOf(ultralytics, log);
  const { losses, rows } = counted(log.toString());

  test('yields every epoch with the losses of its last bar', () => {
    expect(losses.size).toBeGreaterThan(2);
    expect(only(events, 'epoch').map(({ epoch, parts }) => [epoch, parts])).toEqual(
      Array.from(losses, ([epoch, [box, cls, dfl]]) => [epoch, { box, cls, dfl }]),
    );
    for (const { loss, epoch } of only(events, 'epoch')) {
      expect(loss).toBeCloseTo(
        losses.get(epoch)!.reduce((sum, part) => sum + part),
        9,
      );
    }
  });

  test('yields every evaluation of its training, and not that of the best weights at its end', () => {
    expect(
      only(events, 'evaluation').map(({ epoch, precision, recall, map50, map50To95 }) => [
        epoch,
        precision,
        recall,
        map50,
        map50To95,
      ]),
    ).toEqual(
      rows.map(([precision, recall, map50, map50To95], index) => [index + 1, precision, recall, map50, map50To95]),
    );
  });

  test('is recognised, has no line that is not explained, and tells how it ended', () => {
    const run = runOf(log);
    expect(run.trainer).toEqual({ name: 'ultralytics', version: name.split('-')[0] });
    expect(unexplainedOf(ultralytics, log)).toEqual([]);
    expect(run.ended).toBe(
      name.includes('sigint') ? 'interrupted' : name.includes('patience') ? 'early-stop' : 'complete',
    );
    expect(stateOf(run)).toBe('ended');
  });

  test('says of a log that is cut off nothing that the whole does not say', () => {
    expect(inventionsOf(ultralytics, log, 'ultralytics', 60)).toEqual([]);
  });
});

test('reads the plan from the settings, and the warm-up that is at least a hundred iterations', () => {
  const { plan } = runOf(fixture('ultralytics/8.3.241-curve.log'));
  expect(plan).toMatchObject({
    epochs: 40,
    // Three epochs would be 39 iterations of 13.
    warmUp: 8,
    closeMosaic: 31,
    patience: 100,
    schedule: 'linear',
    batch: 16,
    checkpointEvery: 1,
    trainingImages: 200,
    seconds: null,
  });
});

test('says where the results go', () => {
  expect(only(eventsOf(ultralytics, fixture('ultralytics/8.3.241-curve.log')), 'output')).toEqual([
    { type: 'output', directory: '/data/runs/u241-curve' },
  ]);
});

test('marks where the mosaic was closed', () => {
  expect(only(eventsOf(ultralytics, fixture('ultralytics/8.3.241-curve.log')), 'regime')).toEqual([
    { type: 'regime', at: 31, label: 'mosaic closed' },
  ]);
});

test('tells a save when the next epoch has begun, and the best as the trainer itself names it', () => {
  const saves = only(eventsOf(ultralytics, fixture('ultralytics/8.3.241-patience.log')), 'checkpoint');
  expect(saves.filter(({ role }) => role === 'last').map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  // "Best results observed at epoch 9".
  expect(saves.findLast(({ role }) => role === 'best')).toEqual({
    type: 'checkpoint',
    path: '/data/runs/u241-patience/weights/best.pt',
    at: 9,
    role: 'best',
  });
  expect(saves.at(-1)).toMatchObject({ path: '/data/runs/u241-patience/weights/last.pt', at: 11, role: 'final' });
});

test('tells no save of an epoch after which it was interrupted', () => {
  const events = eventsOf(ultralytics, fixture('ultralytics/8.3.241-sigint.log'));
  expect(only(events, 'epoch').at(-1)!.epoch).toBe(3);
  expect(only(events, 'checkpoint').at(-1)!.at).toBe(2);
});

test('reads the classes of the final validation', () => {
  expect(runOf(fixture('ultralytics/8.3.241-plain.log')).classes.map(({ name, ap }) => [name, ap])).toEqual([
    ['square', 0.489],
    ['circle', 0],
    ['triangle', 0.0641],
  ]);
});

test('follows the batches of the epoch', () => {
  const log = fixture('ultralytics/8.3.241-plain.log').toString();
  const progress = only(eventsOf(ultralytics, log.slice(0, log.indexOf(' 7/13 '))), 'progress');
  expect(progress.at(-1)).toMatchObject({ epoch: 1, batch: 6, batches: 13 });
});

test('shows a crash in its first save as failed, with the last line', () => {
  const log = fixture('ultralytics/8.3.241-plain.log').toString();
  const run = runOf(Buffer.from(`${log.slice(0, log.indexOf(' 2/13 '))}\n${missingModule}`));
  expect(stateOf(run)).toBe('failed');
  expect(run.faults).toEqual([{ text: "ModuleNotFoundError: No module named 'polars'", fatal: true }]);
  expect(run.checkpoints).toEqual([]);
});
