import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import { eventsOf, fixture, readLog } from '../../support/trainers/readDarknetLog.ts';

const regionLine =
  'Region 5 Avg IOU: 0.809386, Class: 0.981198, Obj: 0.829898, No Obj: 0.021256, .5R: 1.0, .75R: 0.875,  count: 32\n';
const iterationLine = '123: 0.507362, 0.466322 avg, 0.000050 rate, 0.115841 seconds, 1968 images\n';
const before = '122: 0.397962, 0.473005 avg, 0.000050 rate, 0.113034 seconds, 1952 images\n';

describe('a stdout line in whose middle a stderr line stands', () => {
  const saved = 'Saving weights to backup/tiny.backup\nSaving weights to backup/tiny_100.weights\n';

  test('is put together again, wherever it was broken', () => {
    const whole = before + regionLine + iterationLine;
    const expected = eventsOf(readLog(whole).events, 'region').concat();
    for (let at = before.length + 1; at < whole.length; at++) {
      const { events, unexplained } = readLog(whole.slice(0, at) + saved + whole.slice(at));
      expect([at, unexplained]).toEqual([at, []]);
      expect([at, eventsOf(events, 'region')]).toEqual([at, expected]);
      expect(eventsOf(events, 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual([
        [122, 0.473005],
        [123, 0.466322],
      ]);
      expect(eventsOf(events, 'checkpoint').map(({ path }) => path)).toEqual([
        'backup/tiny.backup',
        'backup/tiny_100.weights',
      ]);
    }
  });

  test('is put together again when it was broken twice', () => {
    const first = 'Loaded: 0.0001 seconds\n12Saving weights to a.backup\n3: 0.507362, 0.46';
    const { events, unexplained } = readLog(`${before}${first}Saving weights to b.backup\n${iterationLine.slice(19)}`);
    expect(unexplained).toEqual([]);
    expect(eventsOf(events, 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual([
      [122, 0.473005],
      [123, 0.466322],
    ]);
  });

  test('leaves a gap when its rest never came', () => {
    const { events, unexplained } = readLog(
      `${before}Region 5 Avg IOU: 0.80Saving weights to a.backup\nlayer     filters    size              input                output\n${iterationLine}`,
    );
    expect(unexplained).toEqual([]);
    expect(eventsOf(events, 'region')).toEqual([]);
    expect(eventsOf(events, 'iteration').map(({ iteration }) => iteration)).toEqual([122, 123]);
  });

  test('gives no wrong number when text that nobody knows broke it', () => {
    const { events } = readLog(`${before}12some driver says hello\n${iterationLine.slice(2)}`);
    expect(eventsOf(events, 'iteration').map(({ iteration }) => iteration)).toEqual([122]);
  });

  test('gives no wrong count of objects when the text on stderr began with a line break', () => {
    const { events } = readLog(
      `${before}${regionLine.slice(0, -2)}\n Tensor Cores are used.\n2\n 124: 0.5, 0.4 avg loss, 0.001 rate, 1.0 seconds, 1984 images\n`,
    );
    expect(eventsOf(events, 'region')).toEqual([]);
  });

  test('does not take the row of one class for the end of another', () => {
    const { events } = readLog(
      'class_id = 0, name = squSaving weights to a_best.weights\nclass_id = 1, name = circle, ap = 8.69%   \t (TP = 0, FP = 3) \n mean_average_precision (mAP@0.50) = 0.052558 \n',
    );
    expect(eventsOf(events, 'classes').flatMap(({ classes }) => classes.map(({ name }) => name))).toEqual(['circle']);
  });
});

test('a rank line that progress cut is joined, and the class row glued to it is read', () => {
  const { events, unexplained } = readLog(
    ' calculation mAP (mean average precision)...\n rank = 127\r52Total Detection Time: 0 Seconds\nSaving weights to b_best.weights\n00 of ranks = 19534 \r rank = 19500 of ranks = 19534 \rclass_id = 0, name = square, ap = 12.50%   \t (TP = 1, FP = 2) \n mean average precision (mAP@0.50) = 0.125000, or 12.50 % \n',
  );
  expect(unexplained).toEqual([]);
  expect(eventsOf(events, 'classes')[0]?.classes).toEqual([
    { name: 'square', ap: 0.125, truePositives: 1, falsePositives: 2 },
  ]);
});

test('an evaluation whose mAP line is torn takes the figure from its echo', () => {
  const { events } = readLog(
    ' mean average precision (mAP@0.50) = 0.1250Saving weights to a_last.weights\nSet -points flag:\n mean_average_precision (mAP@0.50) = 0.125000 \n',
    'darknet-alexeyab',
  );
  expect(eventsOf(events, 'evaluation').map(({ map50 }) => map50)).toEqual([0.125]);
});

const logs = readdirSync(new URL('../../../fixtures/darknet/', import.meta.url)).filter((name) =>
  name.endsWith('.log'),
);

describe.each(logs)('%s', (name) => {
  const log = fixture(name);
  const whole = readLog(log);
  // Where an iteration line ends behind its images, as old ones do, only the time that is left is missing.
  const known = new Set(
    whole.events.flatMap((event) =>
      event.type === 'iteration' ? [comparable(event), comparable({ ...event, remaining: null })] : [comparable(event)],
    ),
  );

  test('cut off at any byte it says nothing that the whole log does not say, and all but its last line is explained', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: log.length }), (length) => {
        const { trainer, events, unexplained } = readLog(log.subarray(0, length));
        expect(events.map(comparable).filter((event) => !known.has(event))).toEqual([]);
        // Only of the line that is cut it may not be known what it would have been.
        expect(trainer === null ? 0 : unexplained.length).toBeLessThan(2);
      }),
      { numRuns: 40 },
    );
  });

  test('with every line doubled it says the same evaluations and iterations', () => {
    const doubled = log.toString('latin1').replaceAll(/[^\n]*\n/g, '$&$&');
    const { events } = readLog(Buffer.from(doubled, 'latin1'));
    expect(eventsOf(events, 'ended').at(-1)).toEqual(eventsOf(whole.events, 'ended').at(-1));
    expect(events.findLast(isCourse)?.type).toBe(whole.events.findLast(isCourse)?.type);
    expect(eventsOf(events, 'evaluation')).toEqual(eventsOf(whole.events, 'evaluation'));
    expect([...new Set(eventsOf(events, 'iteration').map(({ iteration, loss }) => `${iteration} ${loss}`))]).toEqual(
      eventsOf(whole.events, 'iteration').map(({ iteration, loss }) => `${iteration} ${loss}`),
    );
  });
});

test('bytes that are no log at all never throw', () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.constantFrom(
      ...(fixture('darknet-alexeyab-sigint.log')
        .toString('latin1')
        .match(/.{1,23}/gs) ?? []),
    ),
    fc.constantFrom(
      '\n',
      '\r',
      'Saving weights to ',
      'class_id = 1, name = ',
      '1: ',
      ' 1: nan, ',
      '  Id Name AP\n',
      'Region 1 Avg IOU: ',
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const read = (): unknown => readLog(Buffer.from(parts.join(''), 'latin1'), 'darknet-alexeyab');
      expect(read).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

/** An iteration after the end says that it was not the end. */
function isCourse({ type }: RunEvent): boolean {
  return type === 'ended' || type === 'iteration';
}

/** Everything that an event says, but for words that are cut with the log: `Couldn't open file: /a` of `/a/b`. */
function comparable(event: RunEvent): string {
  const { type } = event;
  if (type === 'fault') return JSON.stringify([type, event.fatal]);
  // Neither the place nor the waiting time of a torn beginning is repeated.
  return JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? 'none' : value,
  );
}
