import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectionOf } from '../../src/report/inspection.ts';
import { createReading } from '../../src/monitor/reading.ts';
import { event, simple, version } from '../support/log/eventBytes.ts';

const fixtures = new URL('../../fixtures/darknet/', import.meta.url).pathname;
const logs = readdirSync(fixtures).filter((name) => name.endsWith('.log'));

function read(pieces: Iterable<Buffer>) {
  const reading = createReading();
  for (const piece of pieces) reading.push(piece, null);
  reading.end();
  return reading.run;
}

function* cut(bytes: Buffer, size: () => number): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(bytes.length, start + size());
    // A copy, because a reader of files overwrites its buffer too.
    yield Buffer.from(bytes.subarray(start, end));
    start = end;
  }
}

describe('reading a log', () => {
  test.each(logs)('%s gives the same run however its bytes are cut', (name) => {
    const bytes = readFileSync(join(fixtures, name));
    const whole = read([Buffer.from(bytes)]);
    let seed = 1;
    const random = (most: number) => 1 + ((seed = (seed * 48_271) % 2_147_483_647) % most);
    for (const most of [1, 7, 100, 5000]) {
      // One byte at a time is slow and shows on the first part of a log what there is to show.
      const part = most === 1 ? bytes.subarray(0, 60_000) : bytes;
      const expected = most === 1 ? read([Buffer.from(part)]) : whole;
      expect(read(cut(part, () => random(most)))).toEqual(expected);
    }
  });

  test('never throws, whatever it is fed', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => read([Buffer.from(bytes)])).not.toThrow();
      }),
      { numRuns: 100_000 },
    );
  });

  test('never throws, wherever a log is cut off', () => {
    const bytes = readFileSync(join(fixtures, 'darknet-alexeyab-pty-map.log'));
    for (let length = 0; length < bytes.length; length += 977) {
      expect(() => read([Buffer.from(bytes.subarray(length, length + 30_000))])).not.toThrow();
    }
  });

  test('knows a TensorBoard event file by its first bytes, however they are cut', () => {
    const step = (epoch: number, map: number) => [
      event(epoch, simple('train/box_loss', 1.5)),
      event(epoch, simple('train/cls_loss', 0.5)),
      event(epoch, simple('metrics/mAP50(B)', map)),
      event(epoch, simple('metrics/mAP50-95(B)', map / 2)),
      event(epoch, simple('val/box_loss', 2)),
    ];
    const file = Buffer.concat([version, ...step(1, 0.5), ...step(2, 0.75)]);
    for (const size of [1, 5, 13, file.length]) {
      const run = read(cut(file, () => size));
      expect(inspectionOf(run)).toMatchObject({
        trainer: 'tensorboard',
        epochs: { first: 1, last: 2, count: 2 },
        loss: { first: 2, last: 2, min: 2 },
        evaluations: [
          { epoch: 1, map50: 0.5, map50_95: 0.25 },
          { epoch: 2, map50: 0.75, map50_95: 0.375 },
        ],
      });
    }
  });
});
