import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSaveWatch, type SaveWatch } from '../../src/stopping/saveWatch.ts';
import type { CheckpointRole, RunEvent } from '../../src/run/events.ts';
import { createReading } from '../../src/monitor/reading.ts';

function saved(role: CheckpointRole, at: number | null = null): RunEvent {
  return { type: 'checkpoint', path: `${role}.weights`, at, role };
}

function iteration(number: number): RunEvent {
  return {
    type: 'iteration',
    iteration: number,
    epoch: null,
    loss: 1,
    batchLoss: null,
    learningRate: null,
    seconds: null,
    images: null,
    remaining: null,
  };
}

const evaluation: RunEvent = {
  type: 'evaluation',
  iteration: null,
  epoch: 3,
  map50: 0.5,
  map50To95: null,
  precision: null,
  recall: null,
  f1: null,
  iou: null,
  truePositives: null,
  falsePositives: null,
  falseNegatives: null,
};

/** The state after each event. */
function statesOf(watch: SaveWatch, events: readonly RunEvent[]): readonly string[] {
  return events.map((event) => {
    watch.hear(event);
    return watch.state();
  });
}

describe('the moment for a signal', () => {
  const darknet = () => ({ counts: 'iterations' }) as const;

  test('has come when the training goes on after a save', () => {
    const watch = createSaveWatch(darknet);
    expect(statesOf(watch, [iteration(99), iteration(100), saved('last', 100), iteration(101)])).toEqual([
      'waiting',
      'waiting',
      'writing',
      'safe',
    ]);
    expect(watch.saved()).toMatchObject({ path: 'last.weights', at: 100 });
  });

  test('has not come with a line that was printed before the save and arrives after it', () => {
    const watch = createSaveWatch(darknet);
    expect(statesOf(watch, [saved('last', 100), iteration(98), iteration(100), iteration(101)])).toEqual([
      'writing',
      'writing',
      'writing',
      'safe',
    ]);
  });

  test('has passed when another file is being written, be it only the best weights', () => {
    const watch = createSaveWatch(darknet);
    expect(statesOf(watch, [saved('last', 100), iteration(101), saved('best', 101), iteration(102)])).toEqual([
      'writing',
      'safe',
      'writing',
      'safe',
    ]);
  });

  test('never comes with the best weights alone, from which a training cannot go on', () => {
    expect(statesOf(createSaveWatch(darknet), [saved('best', 100), iteration(101)])).toEqual(['waiting', 'waiting']);
  });

  test('never comes when the training is at its end', () => {
    expect(statesOf(createSaveWatch(darknet), [saved('last', 100), saved('final', 100)])).toEqual([
      'writing',
      'ending',
    ]);
    expect(statesOf(createSaveWatch(darknet), [saved('last', 100), { type: 'ended', how: 'complete' }])).toEqual([
      'writing',
      'ending',
    ]);
  });

  test('has come at once where a save is told only when it is over', () => {
    const watch = createSaveWatch(() => ({ counts: 'epochs', savedWhen: 'reported' }));
    expect(statesOf(watch, [saved('last', 3)])).toEqual(['safe']);
  });

  test('has come with an evaluation where saves are made silently before it', () => {
    const watch = createSaveWatch(() => ({ counts: 'iterations', savedWhen: 'evaluated' }));
    expect(statesOf(watch, [iteration(3), evaluation])).toEqual(['waiting', 'safe']);
    expect(statesOf(createSaveWatch(darknet), [evaluation])).toEqual(['waiting']);
  });

  test('has come with the next epoch where iterations are not counted', () => {
    const watch = createSaveWatch(() => ({ counts: 'epochs' }));
    const progress: RunEvent = { type: 'progress', epoch: 4, batch: 1, batches: 9 };
    expect(statesOf(watch, [saved('last', 3), progress])).toEqual(['writing', 'safe']);
  });

  test.each([
    // Block-buffered: the file is announced before the lines of the iterations up to it are read. 300 is the last iteration.
    ['darknet-pjreddie-plain', /^(\d+): .* avg,/, [101, 201]],
    // Its two streams were merged late: the save of iteration 100 was read after the line of the 105th.
    ['darknet-alexeyab-nomap', /^ (\d+): .* avg loss/, [106]],
  ])('comes once for every save of a real training but the last (%s)', (name, step, expected) => {
    let watch: SaveWatch | null = null;
    const reading = createReading({ onEvent: (event) => watch?.hear(event) });
    watch = createSaveWatch(() => reading.trainer()?.habits ?? null);
    let before = watch.state();
    const moments: number[] = [];
    for (const line of readFileSync(`fixtures/darknet/${name}.log`, 'latin1').split(/(?<=[\n\r])/)) {
      reading.push(Buffer.from(line, 'latin1'), null);
      if (watch.state() === 'safe' && before === 'writing') {
        moments.push(Number(step.exec(line)?.[1]));
      }

      before = watch.state();
    }

    expect(moments).toEqual(expected);
  });
});
