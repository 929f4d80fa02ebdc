import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { eventsOf, fixture, readLog } from '../../support/trainers/readDarknetLog.ts';

const logs = readdirSync(new URL('../../../fixtures/darknet/', import.meta.url)).filter((name) =>
  name.endsWith('.log'),
);

describe.each(logs)('%s', (name) => {
  const log = fixture(name);
  const counted = count(log);
  const { trainer, events, unexplained } = readLog(log);

  test('is recognised and has no unexplained line', () => {
    expect(trainer).toBe(`darknet-${/(pjreddie|alexeyab|hankai)/.exec(name)![1]}`);
    expect(unexplained).toEqual([]);
  });

  test('yields every iteration that a plain script counts', () => {
    const read = eventsOf(events, 'iteration');
    expect(read.map(({ iteration, loss, batchLoss }) => [iteration, batchLoss, loss])).toEqual(counted.iterations);
  });

  test('yields every evaluation, at its iteration', () => {
    const read = eventsOf(events, 'evaluation');
    expect(read.map(({ iteration, map50 }) => [iteration, map50])).toEqual(counted.evaluations);
  });

  test('yields the same best mAP', () => {
    const read = eventsOf(events, 'evaluation').map(({ map50 }) => map50 ?? -1);
    expect(Math.max(-1, ...read)).toBe(Math.max(-1, ...counted.evaluations.map(([, map]) => map ?? -1)));
  });

  test('yields every checkpoint', () => {
    expect(eventsOf(events, 'checkpoint').map(({ path }) => path)).toEqual(counted.checkpoints);
  });

  test('yields the classes of the last evaluation', () => {
    const read = eventsOf(events, 'classes').at(-1)?.classes ?? [];
    expect(read.map(({ name: className, ap }) => [className, ap])).toEqual(counted.classes);
  });

  test('yields one region event for each region line', () => {
    // A region line that ends in a number is sure only with the line after it.
    const missing = counted.regions - eventsOf(events, 'region').length;
    expect(missing).toBe(name === 'darknet-pjreddie-stdbuf-sigint.log' ? 1 : 0);
  });
});

describe('what a log says of its checkpoints', () => {
  test('AlexeyAB: the weights are of the iteration whose line came last', () => {
    const { events } = readLog(fixture('darknet-alexeyab-pty-map.log'));
    expect(eventsOf(events, 'checkpoint').map(({ role, at }) => [role, at])).toEqual([
      ['best', 100],
      ['last', 100],
      ['best', 200],
      ['last', 200],
      ['best', 220],
      ['final', 220],
    ]);
  });

  test('pjreddie in a pipe: the message comes before its iteration line, so .backup is of the next hundred', () => {
    const { events } = readLog(fixture('darknet-pjreddie-plain.log'));
    expect(eventsOf(events, 'checkpoint').map(({ role, at }) => [role, at])).toEqual([
      ['last', 100],
      ['numbered', 100],
      ['last', 200],
      ['numbered', 200],
      ['last', 300],
      ['numbered', 300],
      ['final', null],
    ]);
  });
});

describe('what the recorded logs show', () => {
  test('darknet-alexeyab-fall falls from a mAP of .83 to .56', () => {
    const maps = eventsOf(readLog(fixture('darknet-alexeyab-fall.log')).events, 'evaluation').map(
      ({ map50 }) => map50!,
    );
    expect(maps[0]).toBeCloseTo(0.83, 2);
    expect(maps.at(-1)).toBeCloseTo(0.56, 2);
  });

  test('a mAP and a precision that were not numbers are unknown, and their evaluation is kept', () => {
    const read = eventsOf(readLog(fixture('darknet-alexeyab-nan-map.log')).events, 'evaluation');
    expect(read.map(({ iteration, map50, precision }) => ({ iteration, map50, precision }))).toEqual([
      { iteration: 100, map50: 0, precision: null },
      { iteration: 200, map50: null, precision: null },
      { iteration: 220, map50: 0, precision: null },
    ]);
  });

  test('a missing file is fatal, also where Darknet leaves with status 0', () => {
    for (const name of ['pjreddie-err-nodata', 'alexeyab-err-nodata', 'alexeyab-err-notrain']) {
      const faults = eventsOf(readLog(fixture(`darknet-${name}.log`)).events, 'fault');
      expect(faults.map(({ fatal }) => fatal)).toEqual([true]);
      expect(faults[0]!.text).toMatch(/^Couldn't open file: \/nonexistent/);
    }
  });

  test('hank-ai: a signal is an interruption and no fault', () => {
    const { events } = readLog(fixture('darknet-hankai-sigint.log'));
    expect(eventsOf(events, 'ended').at(-1)?.how).toBe('interrupted');
    expect(eventsOf(events, 'fault').filter(({ fatal }) => fatal)).toEqual([]);
  });

  test('hank-ai: not answering yes on a CPU is fatal, and the way to answer is named', () => {
    const faults = eventsOf(readLog(fixture('darknet-hankai-noyes.log')).events, 'fault');
    expect(faults).toEqual([
      {
        type: 'fault',
        text: 'Cancel the attempt to train a neural network using a CPU. It asked for a `yes`: start it with `plateau run --stdin yes -- ...`.',
        fatal: true,
      },
    ]);
  });

  test('a training that saved its final weights is complete, also when its last iteration lines come after the message', () => {
    const finished = logs.filter((name) => fixture(name).includes('_final.weights'));
    const lastOf = (name: string): string | undefined =>
      readLog(fixture(name)).events.findLast(({ type }) => type === 'ended' || type === 'iteration')?.type;
    expect(finished.length).toBeGreaterThan(5);
    expect(finished.filter((name) => lastOf(name) !== 'ended')).toEqual([]);
  });

  test('the learning rate drops are named where they happen', () => {
    const { events } = readLog(fixture('darknet-pjreddie-plain.log'));
    expect(eventsOf(events, 'regime')).toEqual([
      { type: 'regime', at: 240, label: 'learning rate x0.1' },
      { type: 'regime', at: 280, label: 'learning rate x0.1' },
    ]);
  });

  test('hank-ai: the number of training images comes from its cache', () => {
    const plans = eventsOf(readLog(fixture('darknet-hankai-map.log')).events, 'plan');
    expect(plans.find(({ plan }) => plan.trainingImages !== undefined)?.plan).toEqual({ trainingImages: 200 });
  });

  test('the length of the training comes from the title, its batch from the start', () => {
    const { events } = readLog(fixture('darknet-alexeyab-slow-map.log'));
    const plan = Object.assign({}, ...eventsOf(events, 'plan').map((event) => event.plan));
    expect(plan).toEqual({ iterations: 1600, batch: 8, subdivisions: 1, checkpointEvery: 100 });
  });
});

/** Counts with regular expressions on the whole text, knowing nothing of lines, streams or tears. */
function count(log: Buffer): Counted {
  const text = log
    .toString('utf8')
    .replaceAll(/\u001B\][^\u0007\n]*\u0007|\u001B\[[0-9;?]*[A-Za-z]|\u0007/g, '')
    .replaceAll('\r\n', '\n');
  const iterations: Counted['iterations'] = [];
  const evaluations: Counted['evaluations'] = [];
  const each =
    /^ ?(\d+): (?:loss=)?([^\s,]+), (?:avg loss=)?([^\s,]+)(?: avg)?(?: loss)?, .*images.*$|mean_average_precision \(mAP@(\S+)\) = (\S+)|^-> mean average precision \(mAP@(0.50)\)=(\S+)%/gm;
  for (const [, iteration, batch, average, threshold, fraction, , percent] of text.matchAll(each)) {
    if (iteration !== undefined) iterations.push([Number(iteration), plain(batch!), plain(average!)]);
    else {
      const map = percent === undefined ? plain(fraction!) : Number((Number(percent) / 100).toFixed(4));
      const known = Number.isFinite(map) && (threshold === undefined || Number(threshold) === 0.5);
      evaluations.push([iterations.at(-1)![0], known ? map : null]);
    }
  }
  const checkpoints = [...text.matchAll(/Saving weights to (.*)/g)].map(([, path]) => path!);
  const rows = [
    ...text.matchAll(
      /^(?:.*\r)?class_id = \d+, name = (.*), \s*ap = (\S+?) ?%|^ +\d+ (\S.{14}.*?) +(\d+\.\d{4}) +\d+ +\d+ +\d+ +\d+ .*$/gm,
    ),
  ];
  const perEvaluation = evaluations.length === 0 ? 0 : rows.length / evaluations.length;
  const classes = rows
    .slice(rows.length - perEvaluation)
    .map(([, named, ap, cell, cellAp]): [string, number | null] => {
      const value = Number(ap ?? cellAp);
      return [(named ?? cell)!.trim(), Number.isFinite(value) ? Number((value / 100).toFixed(6)) : null];
    });
  const regions = [...text.matchAll(/Avg \(?IOU: /g)].length;
  return { iterations, evaluations, checkpoints, classes, regions };
}

interface Counted {
  /** Number, loss of the step, average. */
  readonly iterations: [number, number, number][];
  readonly evaluations: [number, number | null][];
  readonly checkpoints: string[];
  readonly classes: [string, number | null][];
  readonly regions: number;
}

function plain(text: string): number {
  return /nan|#/i.test(text) ? Number.NaN : Number(text);
}
