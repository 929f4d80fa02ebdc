import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJudge, type Judgement } from '../../src/advisor/judge.ts';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun } from '../../src/run/run.ts';
import { eventsOf, healthy, noise, type Training } from '../support/advisor/training.ts';

const family = 'yolo';

/**
 * What is judged of a training in the end: by somebody who looked at every event, and by somebody who looks for the
 * first time.
 */
function judgedLiveAndAfterwards(training: Training): { live: Judgement | null; afterwards: Judgement | null } {
  const run = createRun();
  const { judge } = createJudge(defaultSettings);
  for (const event of eventsOf(training)) {
    reduce(run, event, null);
    if (event.type === 'evaluation') judge(run, family);
  }
  return { live: judge(run, family), afterwards: createJudge(defaultSettings).judge(run, family) };
}

/** Flat for long, with a drop of the learning rate to wait for, and three evaluations after it. */
const dropsAt = 80;
const dropped: Training = {
  ...healthy,
  epochs: dropsAt + 3,
  planned: 100,
  map: (epoch) => 0.5 * (1 - Math.exp(-epoch / 4)) - 0.0002 * epoch,
  plan: { steps: [dropsAt] },
  before: (epoch) => (epoch === dropsAt ? [{ type: 'regime', at: dropsAt, label: 'the learning rate dropped' }] : []),
};

const long: Training = {
  ...healthy,
  epochs: 1300,
  map: (epoch) => 0.6 * (1 - Math.exp(-epoch / 300)) + noise(epoch, 0.01),
};

describe('the judgement of a training', () => {
  test('is the same whether somebody looked at each evaluation or looks for the first time', () => {
    const { live, afterwards } = judgedLiveAndAfterwards({ ...healthy, epochs: 70, planned: 100 });
    expect(live?.index).toBe(69);
    expect(afterwards).toEqual(live);
  });

  test('holds a stop back after a change of regime as long as it did live, also where later evaluations are there', () => {
    const { live, afterwards } = judgedLiveAndAfterwards(dropped);
    expect(live!.stop.advised).toBe(false);
    expect(judgedLiveAndAfterwards({ ...dropped, epochs: dropsAt + 4 }).live!.stop.advised).toBe(true);
    expect(afterwards).toEqual(live);
  });

  test('is of one of the last few evaluations where there are more than a thousand, and the same whenever somebody looks', () => {
    const { live, afterwards } = judgedLiveAndAfterwards(long);
    expect(live!.index).toBe(1298);
    expect(live!.outlook!.best).toBeGreaterThan(0.58);
    expect(afterwards).toEqual(live);
  });

  test('is the same at whichever moments somebody looked, whatever the log tells late', () => {
    fc.assert(
      fc.property(fc.array(moments, { minLength: 8, maxLength: 60 }), (told) => {
        const run = createRun();
        const { judge } = createJudge(defaultSettings);
        reduce(run, { type: 'plan', plan: { epochs: 60 } }, null);
        for (const { event, looks } of told) {
          reduce(run, event, null);
          if (looks) judge(run, family);
        }
        expect(judge(run, family)).toEqual(createJudge(defaultSettings).judge(run, family));
      }),
      { numRuns: 300 },
    );
  });
});

const epoch = fc.integer({ min: 1, max: 60 });
const map = fc.double({ min: 0, max: 1, noNaN: true });
const events = fc.oneof(
  { weight: 6, arbitrary: fc.record({ epoch, map50: map, map50To95: fc.option(map) }).map(evaluationOf) },
  { weight: 2, arbitrary: fc.record({ epoch, loss: map, validationLoss: fc.option(map) }).map(epochOf) },
  // A change of regime that is told only after the evaluation which it comes before.
  { weight: 1, arbitrary: fc.record({ at: epoch }).map(({ at }): RunEvent => ({ type: 'regime', at, label: 'drop' })) },
  { weight: 1, arbitrary: fc.record({ at: epoch }).map(({ at }): RunEvent => ({ type: 'resumed', at })) },
  {
    weight: 1,
    arbitrary: fc.record({ at: epoch }).map(({ at }): RunEvent => ({ type: 'plan', plan: { steps: [at] } })),
  },
  // The planned length becomes known, changes, or is exceeded.
  {
    weight: 1,
    arbitrary: fc
      .record({ to: fc.integer({ min: 1, max: 90 }) })
      .map(({ to }): RunEvent => ({ type: 'plan', plan: { epochs: to, iterations: 10 * to } })),
  },
  // The trainer turns out to count iterations.
  { weight: 1, arbitrary: fc.record({ epoch, loss: map }).map(iterationOf) },
);
const moments = fc.record({ event: events, looks: fc.boolean() });

function evaluationOf(read: { epoch: number; map50: number; map50To95: number | null }): RunEvent {
  const unknown = { precision: null, recall: null, f1: null, iou: null };
  const counts = { truePositives: null, falsePositives: null, falseNegatives: null };
  return { type: 'evaluation', iteration: read.epoch * 10, ...unknown, ...counts, ...read };
}

function epochOf(read: { epoch: number; loss: number; validationLoss: number | null }): RunEvent {
  return { type: 'epoch', learningRate: 0.01, seconds: 60, ...read };
}

function iterationOf({ epoch: at, loss }: { epoch: number; loss: number }): RunEvent {
  const unknown = { batchLoss: null, learningRate: null, seconds: null, images: null, remaining: null };
  return { type: 'iteration', iteration: at * 10, epoch: at, loss, ...unknown };
}
