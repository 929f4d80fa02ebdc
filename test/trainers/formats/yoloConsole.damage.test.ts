import { expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import type { Trainer } from '../../../src/trainers/trainer.ts';
import { ultralytics } from '../../../src/trainers/ultralytics/ultralytics.ts';
import { yolov5, yolov7 } from '../../../src/trainers/yolov5/yolov5.ts';
import { yolov6 } from '../../../src/trainers/yolov6.ts';
import { yolox } from '../../../src/trainers/yolox/yolox.ts';
import { eventsOf, fixture } from '../../support/trainers/readText.ts';

const logs: readonly [string, Trainer][] = [
  ['ultralytics/8.4-pose-recovered.log', ultralytics],
  ['ultralytics/8.2-segment-resumed.log', ultralytics],
  ['yolov5/v6.2-patience.log', yolov5],
  ['yolov7/train.log', yolov7],
  ['yolov6/finetune.log', yolov6],
  ['yolox/voc-resumed.log', yolox],
];

/** A chain of numbers that is the same every time. */
function chain(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % below;
  };
}

/** Places that no training has, or figures that no evaluation has. */
function nonsense(event: RunEvent): boolean {
  switch (event.type) {
    case 'epoch':
    case 'progress':
      return !Number.isInteger(event.epoch) || event.epoch < 1;
    case 'iteration':
      return !Number.isInteger(event.iteration) || event.iteration < 1;
    case 'evaluation':
      return [event.map50, event.map50To95, event.precision, event.recall].some(
        (value) => value !== null && !Number.isFinite(value),
      );
    default:
      return false;
  }
}

test.each(logs)('bytes of %s that were changed at random make no nonsense and throw nothing', (path, trainer) => {
  const log = fixture(path);
  for (let round = 0; round < 60; round++) {
    const random = chain(round + 1);
    const damaged = Buffer.from(log);
    for (let change = 0; change < 40; change++) damaged[random(damaged.length)] = random(256);
    expect(eventsOf(trainer, damaged).filter((event) => nonsense(event))).toEqual([]);
  }
});

test.each(logs)('lines of %s between those of other logs make no nonsense and throw nothing', (path, trainer) => {
  const own = fixture(path).toString().split('\n');
  for (const [other] of logs) {
    const random = chain(7);
    const lines = fixture(other)
      .toString()
      .split('\n')
      .flatMap((line) => (random(2) === 0 ? [line] : [line, own[random(own.length)]!]));
    expect(eventsOf(trainer, lines.join('\n')).filter((event) => nonsense(event))).toEqual([]);
  }
});
