import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import type { AdvisorInput } from '../../src/advisor/facts.ts';
import { type AdviceSettings, defaultSettings, type Verdict } from '../../src/advisor/verdict.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { countLine } from '../../src/run/reduce.ts';
import type { Run } from '../../src/run/run.ts';
import { evaluation, iteration, iterations, runOf, trainingWith } from '../support/run/build.ts';

const plan: RunEvent = { type: 'plan', plan: { iterations: 4000 } };
const alive: AdvisorInput = {
  now: 0,
  alive: true,
  exit: null,
  quietSince: null,
  habits: { family: 'yolo', lossBands: true },
};

function verdictOf(run: Run, settings: Partial<AdviceSettings> = {}, input: Partial<AdvisorInput> = {}): Verdict {
  return createAdvisor({ ...defaultSettings, ...settings }).advise(run, { ...alive, ...input });
}

describe('trouble', () => {
  test('two losses in a row that are no number mean diverged: stop', () => {
    const verdict = verdictOf(runOf(...iterations(1, 50), iteration(51, Number.NaN), iteration(52, Number.NaN)));
    expect(verdict).toMatchObject({ name: 'diverged', action: 'stop' });
    expect(verdict.headline).toContain('iteration 51');
    expect(verdict.todo[0]).toMatch(/^Stop now/);
  });

  test('a training that has diverged and is over is not told to stop', () => {
    const run = runOf(...iterations(1, 50), iteration(51, Number.NaN), iteration(52, Number.NaN));
    const { name, todo } = verdictOf(run, {}, { alive: false });
    expect(name).toBe('diverged');
    expect(todo.join(' ')).not.toMatch(/stop/i);
  });

  describe('names weights to keep that are good', () => {
    const nan = [iteration(501, Number.NaN), iteration(502, Number.NaN)];
    const save = (path: string, at: number | null, role: 'last' | 'best' | 'numbered' = 'last'): RunEvent => ({
      type: 'checkpoint',
      path,
      at,
      role,
    });
    const keptOf = (...events: RunEvent[]) => verdictOf(runOf(...iterations(1, 500), ...events)).keep?.path ?? null;

    test('the last save, while it is not written again', () => {
      expect(keptOf(save('a_last.weights', 400), ...nan)).toBe('a_last.weights');
    });

    test('of good ones the best, then the newest', () => {
      const numbered = [save('a_100.weights', 100, 'numbered'), save('a_200.weights', 200, 'numbered')];
      expect(keptOf(...numbered, ...nan)).toBe('a_200.weights');
      expect(keptOf(save('a_best.weights', 50, 'best'), ...numbered, ...nan)).toBe('a_best.weights');
    });

    test.each([501, 600, null])('never a file that was written again since, at %s', (at) => {
      const again = [save('a_last.weights', 400), ...nan, save('a_last.weights', at)];
      expect(keptOf(...again)).toBeNull();
      expect(keptOf(save('a_best.weights', 300, 'best'), ...again)).toBe('a_best.weights');
      expect(keptOf(save('a_best.weights', 300, 'best'), ...again, save('a_best.weights', at, 'best'))).toBeNull();
    });

    test('and says so where there are none', () => {
      const run = runOf(...iterations(1, 500), ...nan, save('a_last.weights', 502));
      expect(verdictOf(run, {}, { alive: false }).todo.join(' ')).toContain('no weights');
    });

    test('also where the loss blew up to a number', () => {
      const maps = [0.5, 0.6, 0.6, 0.6, 0.6, 0.6, ...Array.from({ length: 8 }, () => 0.001)];
      const events = trainingWith(maps, (index) => (index < 6 ? 1 : 40)).flatMap((event) =>
        event.type === 'evaluation' ? [event, save(`${event.iteration}.pt`, event.iteration, 'numbered')] : [event],
      );
      const verdict = verdictOf(runOf(...events));
      expect(verdict.name).toBe('diverged');
      expect(verdict.keep).toEqual({ path: '600.pt', at: 600 });
    });
  });

  test('one loss that is no number does not', () => {
    const verdict = verdictOf(runOf(...iterations(1, 50), iteration(51, Number.NaN), iteration(52)));
    expect(verdict.name).not.toBe('diverged');
  });

  test('heads without objects that print nan do not', () => {
    const nan: RunEvent = { type: 'region', layer: 16, iou: Number.NaN, objects: 0, loss: null };
    expect(verdictOf(runOf(nan, nan, iteration(1), nan, nan, iteration(2))).name).not.toBe('diverged');
  });

  test('a mAP50 that stays at zero is warned of at the tenth evaluation and condemned after the thirty-second', () => {
    const zeros = (count: number) =>
      runOf(
        ...trainingWith(
          Array.from({ length: count }, () => 0),
          (index) => 10 / (index + 1),
        ),
      );
    expect(verdictOf(zeros(9)).name).toBe('slowing');
    expect(verdictOf(zeros(10))).toMatchObject({ name: 'not-started-yet', action: 'watch' });
    expect(verdictOf(zeros(32))).toMatchObject({ name: 'not-started-yet', action: 'watch' });
    expect(verdictOf(zeros(33))).toMatchObject({ name: 'never-started', action: 'stop' });
  });

  test('it is condemned sooner when the loss does not fall either', () => {
    const flat = (count: number) => runOf(...trainingWith(Array.from({ length: count }, () => 0)));
    expect(verdictOf(flat(25)).name).toBe('not-started-yet');
    expect(verdictOf(flat(26))).toMatchObject({ name: 'never-started', action: 'stop' });
  });

  test('a longer plan gives it more time', () => {
    const run = runOf(
      { type: 'plan', plan: { iterations: 40_000 } },
      ...trainingWith(
        Array.from({ length: 50 }, () => 0),
        (index) => 10 / (index + 1),
      ),
    );
    expect(verdictOf(run).name).toBe('not-started-yet');
  });

  test('a plan that ended below one percent of mAP50 never started either', () => {
    const run = runOf(...trainingWith([0.001, 0.002, 0.002, 0.003, 0.0025]), { type: 'ended', how: 'complete' });
    expect(verdictOf(run)).toMatchObject({ name: 'never-started', action: 'stop' });
  });

  test('a fatal message of the trainer is a failure even when it exits with 0', () => {
    const run = runOf({ type: 'fault', text: "Couldn't open file: /nonexistent.data", fatal: true });
    expect(verdictOf(run, {}, { alive: false, exit: { code: 0, signal: null } })).toMatchObject({
      name: 'failed',
      headline: "Couldn't open file: /nonexistent.data",
    });
  });

  test('an exit status that is not 0 is a failure even when nothing was said', () => {
    const verdict = verdictOf(runOf(...iterations(1, 5)), {}, { alive: false, exit: { code: 3, signal: null } });
    expect(verdict).toMatchObject({ name: 'failed', headline: 'the trainer exited with status 3' });
  });
});

describe('stalled', () => {
  const quiet = () => {
    const run = runOf(plan, ...iterations(1, 30));
    for (let time = 0; time <= 30; time++) countLine(run, true, 1000 + time);
    return run;
  };

  test('is said after a minute without a line, when lines came every second', () => {
    expect(verdictOf(quiet(), {}, { now: 1030 + 59, quietSince: 1030 }).name).not.toBe('stalled');
    expect(verdictOf(quiet(), {}, { now: 1030 + 61, quietSince: 1030 })).toMatchObject({
      name: 'stalled',
      action: 'watch',
    });
  });

  test('waits longer where an evaluation was that long before', () => {
    const run = quiet();
    countLine(run, true, 1330);
    expect(verdictOf(run, {}, { now: 1330 + 600, quietSince: 1330 }).name).not.toBe('stalled');
    expect(verdictOf(run, {}, { now: 1330 + 901, quietSince: 1330 }).name).toBe('stalled');
  });

  test('is never said of a process that is gone', () => {
    expect(verdictOf(quiet(), {}, { alive: false, now: 9000, quietSince: 1030 }).name).toBe('finished');
  });
});

describe('budgets and targets', () => {
  test('a time budget that is spent says stop, and what the guide says to try', () => {
    const verdict = verdictOf(runOf(plan, ...trainingWith([0.3, 0.4, 0.5, 0.55, 0.6])), { maxTime: 240 });
    expect(verdict).toMatchObject({ name: 'budget-spent', action: 'stop' });
    expect(verdict.todo[1]).toContain('annotations');
  });

  test('a time budget counts evaluations, saves and steps without a printed time too, but no pauses', () => {
    const run = runOf(plan, iteration(1), iteration(2));
    const nameAfter = (sinceStart: number, paused = 0) =>
      verdictOf(run, { maxTime: 3600 }, { sinceStart, paused }).name;
    expect(nameAfter(3600)).toBe('budget-spent');
    for (const name of [nameAfter(3599), nameAfter(3700, 200)]) expect(name).not.toBe('budget-spent');
  });

  test('an iteration budget does so too', () => {
    const run = runOf(plan, ...trainingWith([0.3, 0.4, 0.5]));
    expect(verdictOf(run, { maxIterations: 300 }).name).toBe('budget-spent');
    expect(verdictOf(run, { maxIterations: 301 }).name).not.toBe('budget-spent');
  });

  test('a budget that will cut the schedule is told in time, with what the cut costs', () => {
    const verdict = verdictOf(runOf(plan, ...trainingWith([0.3, 0.4, 0.5, 0.55, 0.6])), { maxTime: 1600 });
    expect(verdict).toMatchObject({ name: 'budget-cuts-schedule', action: 'watch' });
    expect(verdict.headline).toContain('80 %');
    expect(verdict.evidence.join(' ')).toContain('1.6 points');
  });

  test('a target has to be held on two checks, smoothed', () => {
    const settings = { targetMap: 0.7 };
    expect(verdictOf(runOf(plan, ...trainingWith([0.4, 0.5, 0.95])), settings).name).not.toBe('target-reached');
    expect(verdictOf(runOf(plan, ...trainingWith([0.6, 0.72, 0.75, 0.77])), settings).name).not.toBe('target-reached');
    expect(verdictOf(runOf(plan, ...trainingWith([0.72, 0.75, 0.77, 0.78])), settings)).toMatchObject({
      name: 'target-reached',
      action: 'may-stop',
    });
  });
});

describe('waiting', () => {
  test('says that nothing was read yet', () => {
    expect(verdictOf(runOf())).toMatchObject({ name: 'nothing-read', action: 'continue' });
  });

  test('says when the first evaluation comes', () => {
    const run = runOf(plan, ...iterations(1, 40), { type: 'nextEvaluation', iteration: 100 });
    expect(verdictOf(run).headline).toBe('the first evaluation comes at iteration 100');
  });

  test('says when the next evaluation comes, but not one that was just made', () => {
    const next = (at: number): RunEvent => ({ type: 'nextEvaluation', iteration: at });
    const training = [plan, ...iterations(1, 100), next(100), evaluation(100, 0.1)];
    expect(verdictOf(runOf(...training)).headline).toBe('1 evaluation so far, 5 are needed');
    expect(verdictOf(runOf(...training, iteration(101), next(200))).headline).toBe(
      '1 evaluation so far, 5 are needed (next at iteration 200)',
    );
  });

  test('does not say that nothing is evaluated while the first evaluation may still come', () => {
    const inEpoch = (epoch: number) => [iteration(1), { ...iteration(2), epoch }];
    expect(verdictOf(runOf(plan, ...inEpoch(1)))).toMatchObject({
      name: 'too-few-points',
      headline: 'epoch 1, not evaluated yet',
    });
    expect(verdictOf(runOf(plan, ...inEpoch(11)))).toMatchObject({ name: 'no-validation' });
  });

  test('never says stop on a loss alone, but names the band of the guide that it reached', () => {
    const verdict = verdictOf(runOf(plan, ...iterations(1, 2000, 0.46)));
    expect(verdict).toMatchObject({ name: 'no-validation', action: 'continue' });
    expect(verdict.headline).toContain('fine-tuned, ready to test');
  });

  test('leaves the bands out for trainers whose loss is on another scale', () => {
    const verdict = verdictOf(
      runOf(plan, ...iterations(1, 2000, 0.46)),
      {},
      { habits: { family: 'yolo', lossBands: false } },
    );
    expect([verdict.headline, ...verdict.evidence].join(' ')).not.toContain('fine-tuned');
  });

  test('waits for the learning rate to be up', () => {
    const run = runOf(
      { type: 'plan', plan: { iterations: 4000, warmUp: 1000 } },
      ...iterations(1, 300),
      evaluation(300, 0.1),
    );
    expect(verdictOf(run).name).toBe('warming-up');
  });

  test('wants five evaluations before it sees a direction', () => {
    expect(verdictOf(runOf(plan, ...trainingWith([0.1, 0.2, 0.3, 0.4]))).name).toBe('too-few-points');
    expect(verdictOf(runOf(plan, ...trainingWith([0.1, 0.2, 0.3, 0.4, 0.5]))).name).toBe('improving');
  });

  test('does not judge the evaluations that are to be ignored', () => {
    const run = runOf(plan, ...trainingWith([0.1, 0.2, 0.3, 0.4, 0.5]));
    expect(verdictOf(run, { ignoreFirst: 3 }).name).toBe('too-few-points');
  });
});

describe('the end', () => {
  const ended: RunEvent = { type: 'ended', how: 'complete' };

  test('says what came out, and which weights to keep', () => {
    const run = runOf(
      plan,
      ...trainingWith([0.2, 0.5, 0.7, 0.71, 0.7, 0.71, 0.7]),
      { type: 'checkpoint', path: 'backup/net_best.weights', at: 400, role: 'best' },
      ended,
    );
    const verdict = verdictOf(run, {}, { alive: false });
    expect(verdict.name).toBe('finished');
    expect(verdict.headline).toContain('best mAP50 71.0 % at iteration 400');
    expect(verdict.keep).toEqual({ path: 'backup/net_best.weights', at: 400 });
  });

  test('says what training longer would cost, and how sure that is, when the best came last and the gain was still real', () => {
    const rising = Array.from({ length: 20 }, (_, index) => 0.1 + index * 0.03);
    const { name, meaning, todo } = verdictOf(runOf(plan, ...trainingWith(rising), ended));
    expect(name).toBe('finished-still-rising');
    // Nobody can tell from a curve that more would have come of a longer plan.
    expect(meaning).toMatch(/cannot be told from that: of 28 trainings .* 43 % .* the mean gain was 0\.$/);
    expect(todo[0]).toMatch(/^Only if that is worth 1,000 iterations more, about \d+/);
  });

  test('says which signal stopped it', () => {
    const run = runOf(plan, ...iterations(1, 50));
    const verdict = verdictOf(run, {}, { alive: false, exit: { code: null, signal: 'SIGINT' } });
    expect(verdict.headline).toBe('stopped by SIGINT at iteration 50');
    expect(verdict.meaning).toBe('The training ended 3,950 iterations before its plan was done.');
  });

  test('says that a process which is gone did not finish, and what to go on from', () => {
    const saved: RunEvent = { type: 'checkpoint', path: 'backup/net_last.weights', at: 200, role: 'last' };
    const verdict = verdictOf(runOf(plan, ...iterations(1, 272), saved), {}, { alive: false });
    expect(verdict.headline).toContain('the process is gone at iteration 272');
    expect(verdict.todo[0]).toContain('backup/net_last.weights');
  });
});
