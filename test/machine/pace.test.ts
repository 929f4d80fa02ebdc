import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dataShare, paceWarnings } from '../../src/machine/pace.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { iteration, runOf } from '../support/run/build.ts';
import { recordedTraining } from '../support/ui/recordedTraining.ts';

/** A training whose steps take as long as said, each of 16 images. */
function steps(count: number, seconds: (step: number) => number, dataSeconds?: (step: number) => number): RunEvent[] {
  return Array.from({ length: count }, (_, index) =>
    iteration(index + 1, 1, {
      seconds: seconds(index),
      ...(dataSeconds === undefined ? {} : { dataSeconds: dataSeconds(index) }),
    }),
  );
}

describe('the share of a step that waits for data', () => {
  test('is what the trainer printed of late, and is a finding with what to try from a fifth on', () => {
    const run = runOf(
      ...steps(
        100,
        () => 0.5,
        (step) => (step < 30 ? 0.01 : 0.17),
      ),
    );
    expect(dataShare(run)).toBeCloseTo(0.34);
    expect(paceWarnings(run)).toEqual([
      {
        kind: 'waits-for-data',
        urgency: 'look',
        text: 'It waits for data 34 % of each step (data_time). Try more loader workers, images cached in memory, a faster disk, or a larger batch.',
      },
    ]);
    expect(
      paceWarnings(
        runOf(
          ...steps(
            100,
            () => 0.5,
            () => 0.05,
          ),
        ),
      ),
    ).toEqual([]);
  });

  test.each([
    'detectron2/faster-rcnn-console.log',
    'mmdetection/faster-rcnn-3.3.log',
    'mmdetection/cascade-rcnn-2.24.log',
  ])('is that of the steps in %s', async (name) => {
    const bytes = readFileSync(`fixtures/${name}`);
    const printed = Array.from(
      bytes
        .toString()
        .matchAll(
          /iter: .*\btime: ([\d.]+) +.*?data_time: ([\d.]+)|Epoch(?:\(train\))? .*\btime: ([\d.]+),? +data_time: ([\d.]+).*\bloss:/g,
        ),
      ([, time, data, otherTime, otherData]) => Number(data ?? otherData) / Number(time ?? otherTime),
    );
    const { run } = await recordedTraining(bytes);
    const share = dataShare(run);
    expect(share).toBeGreaterThan(Math.min(...printed));
    expect(share).toBeLessThan(Math.max(...printed));
    expect(run.series.get('dataShare')!.count).toBeGreaterThan(printed.length * 0.8);
  });

  test('is not known of a trainer that does not print it', () => {
    expect(dataShare(runOf(...steps(100, () => 0.5)))).toBeNull();
  });
});

describe('a training that has become slow', () => {
  test('is told with both speeds, in images where they are counted', () => {
    const [warning] = paceWarnings(runOf(...steps(300, (step) => (step < 150 ? 0.2 : 0.5))));
    expect(warning).toMatchObject({ kind: 'slower', urgency: 'look' });
    expect(warning!.text).toMatch(/^It makes 32 images\/s, in the first minutes 80\./);
  });

  test('is one whose speed holds, not one that stops for an evaluation, warms up or varies its image size', () => {
    const steady = (seconds: (step: number) => number) => paceWarnings(runOf(...steps(300, seconds)));
    expect(steady((step) => (step % 50 === 0 ? 9 : 0.2))).toEqual([]);
    expect(steady((step) => (step < 2 ? 30 : 0.2))).toEqual([]);
    expect(steady((step) => 0.1 + 0.05 * (Math.floor(step / 10) % 7))).toEqual([]);
    expect(steady((step) => (step < 150 ? 0.2 : 0.3))).toEqual([]);
  });

  test('is judged only once there is enough of it', () => {
    expect(paceWarnings(runOf(...steps(100, (step) => (step < 50 ? 0.2 : 0.6))))).toEqual([]);
  });
});
