import { describe, expect, test } from 'vitest';
import { adviceOn, eventsOf, healthy, type Training } from '../support/advisor/training.ts';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import { createReplay } from '../../src/monitor/replay.ts';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun } from '../../src/run/run.ts';

const flat: Training = { ...healthy, map: (epoch) => 0.5 * (1 - Math.exp(-epoch / 8)) - 0.0004 * epoch };

describe.each([
  ['a healthy training', healthy],
  ['one that levels off early', flat],
])('the advice on %s', (_name, training) => {
  const expected = adviceOn(training).names;

  test('does not depend on the unit of the loss', () => {
    const scaled = adviceOn({
      ...training,
      train: (epoch) => training.train(epoch)! * 1000,
      validation: (epoch) => training.validation!(epoch)! * 1000,
    });
    expect(scaled.names).toEqual(expected);
  });

  test('does not depend on whether the trainer counts epochs or iterations', () => {
    const { validation: _validation, ...without } = training;
    expect(adviceOn({ ...without, iterations: 250 }).names).toEqual(adviceOn(without).names);
  });

  test('does not depend on lines that come twice', () => {
    const run = createRun();
    const replay = createReplay();
    const advisor = createAdvisor(defaultSettings);
    const now = { now: 0, alive: null, exit: null, quietSince: null, habits: null };
    const names: string[] = [];
    for (const event of eventsOf(training)) {
      for (let times = 0; times < 2; times++) {
        reduce(run, event, null);
        const advice = replay.look(run, () => advisor.advise(run, now));
        if (advice !== null) names.push(advice.verdict.name);
      }
    }
    expect(names).toEqual(expected);
  });

  test('never looks ahead: what is said at an evaluation stays said', () => {
    const all = adviceOn(training).advice.map(({ verdict }) => verdict);
    const { planned = training.epochs } = training;
    for (const epochs of [7, 30, 64]) {
      const short = adviceOn({ ...training, epochs, planned }).advice.map(({ verdict }) => verdict);
      expect(short).toEqual(all.slice(0, epochs));
    }
  });

  test('is given where losses and learning rate are missing, too', () => {
    const { validation: _validation, learningRate: _rate, ...bare } = training;
    const { names } = adviceOn({ ...bare, train: () => null });
    expect(names.filter((name) => ['diverged', 'failed', 'never-started', 'over-fitting'].includes(name))).toEqual([]);
    expect(names).toHaveLength(training.epochs);
  });

  test('says of all odds that they are for no planned end where that is not known', () => {
    const { advice } = adviceOn({ ...training, planned: null });
    const bases = advice.map(({ verdict }) => verdict.basis).filter((basis) => basis !== null);
    expect(bases.length).toBeGreaterThan(90);
    expect(bases.every(({ isPlanned }) => !isPlanned)).toBe(true);
    expect(bases.at(-1)?.end).toBe(150);
  });
});
