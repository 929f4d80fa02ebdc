import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReading } from '../../../src/monitor/reading.ts';
import type { CheckpointRole, RunEvent } from '../../../src/run/events.ts';
import {
  newSaveWatch,
  savePhase,
  type SaveRule,
  savesAfter,
  type SaveWatch,
} from '../../../src/stopping/machine/saveWatch.ts';
import { stopHabitsOf } from '../../../src/stopping/machine/state.ts';
import { unknownIteration } from '../../../src/trainers/kit/printed.ts';

function saved(role: CheckpointRole, at: number | null = null): RunEvent {
  return { type: 'checkpoint', path: `${role}.weights`, at, role };
}

function iteration(number: number): RunEvent {
  return { ...unknownIteration, iteration: number, loss: 1 };
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

/** The watch after each event. */
function watchesOf(rule: SaveRule, events: readonly RunEvent[]): readonly SaveWatch[] {
  let watch = newSaveWatch;
  return events.map((event) => {
    watch = savesAfter(watch, event, rule);
    return watch;
  });
}

/** The phase after each event. */
function phasesOf(rule: SaveRule, events: readonly RunEvent[]): readonly string[] {
  return watchesOf(rule, events).map(savePhase);
}

describe('the moment for a signal', () => {
  const darknet = { counts: 'iterations', savedWhen: 'next-step' } as const;

  test('has come when the training goes on after a save', () => {
    expect(phasesOf(darknet, [iteration(99), iteration(100), saved('last', 100), iteration(101)])).toEqual([
      'waiting',
      'waiting',
      'writing',
      'safe',
    ]);
    expect(watchesOf(darknet, [saved('last', 100), iteration(101)]).at(-1)?.saved).toEqual({
      path: 'last.weights',
      at: 100,
    });
  });

  test('has not come with a line that was printed before the save and arrives after it', () => {
    expect(phasesOf(darknet, [saved('last', 100), iteration(98), iteration(100), iteration(101)])).toEqual([
      'writing',
      'writing',
      'writing',
      'safe',
    ]);
  });

  test('has passed when another file is being written, be it only the best weights', () => {
    expect(phasesOf(darknet, [saved('last', 100), iteration(101), saved('best', 101), iteration(102)])).toEqual([
      'writing',
      'safe',
      'writing',
      'safe',
    ]);
  });

  test('never comes with the best weights alone, from which a training cannot go on', () => {
    expect(phasesOf(darknet, [saved('best', 100), iteration(101)])).toEqual(['waiting', 'waiting']);
  });

  test('never comes when the training is at its end', () => {
    expect(phasesOf(darknet, [saved('last', 100), saved('final', 100)])).toEqual(['writing', 'ending']);
    expect(phasesOf(darknet, [saved('last', 100), { type: 'ended', how: 'complete' }])).toEqual(['writing', 'ending']);
  });

  test('has come at once where a save is told only when it is over', () => {
    expect(phasesOf({ counts: 'epochs', savedWhen: 'reported' }, [saved('last', 3)])).toEqual(['safe']);
  });

  test('has come with an evaluation where saves are made silently before it', () => {
    expect(phasesOf({ counts: 'iterations', savedWhen: 'evaluated' }, [iteration(3), evaluation])).toEqual([
      'waiting',
      'safe',
    ]);
    expect(phasesOf(darknet, [evaluation])).toEqual(['waiting']);
  });

  test('has come with the next epoch where iterations are not counted', () => {
    const progress: RunEvent = { type: 'progress', epoch: 4, batch: 1, batches: 9 };
    expect(phasesOf({ counts: 'epochs', savedWhen: 'next-step' }, [saved('last', 3), progress])).toEqual([
      'writing',
      'safe',
    ]);
  });

  test.each([
    // Block-buffered: the file is announced before the lines of the iterations up to it are read. 300 is the last
    // iteration.
    ['darknet-pjreddie-plain', /^(\d+): .* avg,/, [101, 201]],
    // Its two streams were merged late: the save of iteration 100 was read after the line of the 105th.
    ['darknet-alexeyab-nomap', /^ (\d+): .* avg loss/, [106]],
  ])('comes once for every save of a real training but the last (%s)', (name, step, expected) => {
    let watch = newSaveWatch;
    const rule = (): SaveRule | null => {
      const habits = reading.trainer()?.habits ?? null;
      return habits === null ? null : stopHabitsOf(habits);
    };
    const reading = createReading({
      onEvent: (event) => {
        watch = savesAfter(watch, event, rule());
      },
    });
    let before = savePhase(watch);
    const moments: number[] = [];
    for (const line of readFileSync(`fixtures/darknet/${name}.log`, 'latin1').split(/(?<=[\n\r])/)) {
      reading.push(Buffer.from(line, 'latin1'), null);
      if (savePhase(watch) === 'safe' && before === 'writing') {
        moments.push(Number(step.exec(line)?.[1]));
      }

      before = savePhase(watch);
    }

    expect(moments).toEqual(expected);
  });
});
