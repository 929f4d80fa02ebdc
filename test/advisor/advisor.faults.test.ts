import { describe, expect, test } from 'vitest';
import { adviceOn, healthy, noise } from '../support/advisor/training.ts';

const worrying = new Set(['diverged', 'never-started', 'over-fitting', 'failed']);

describe('a healthy training', () => {
  test('is never called diverged, over-fitting or never started, and is not stopped before it is done', () => {
    const { advice, names } = adviceOn(healthy);
    expect(names.filter((name) => worrying.has(name))).toEqual([]);
    expect(advice.slice(0, 60).every(({ verdict }) => verdict.action === 'continue')).toBe(true);
    expect(names.at(-1)).toMatch(/^finished/);
  });
});

describe('a fault put into it', () => {
  test('training loss that becomes nan: diverged within two readings, and stays so', () => {
    const { names } = adviceOn({ ...healthy, train: (epoch) => (epoch < 40 ? healthy.train(epoch) : Number.NaN) });
    expect(names.indexOf('diverged')).toBe(40);
    expect(new Set(names.slice(40))).toEqual(new Set(['diverged']));
  });

  test('one training loss that is nan: nothing', () => {
    const { names } = adviceOn({ ...healthy, train: (epoch) => (epoch === 40 ? Number.NaN : healthy.train(epoch)) });
    expect(names).not.toContain('diverged');
  });

  test('validation losses that are nan or inf: nothing', () => {
    const { names } = adviceOn({
      ...healthy,
      validation: (epoch) => (epoch % 3 === 0 ? Number.POSITIVE_INFINITY : Number.NaN),
    });
    expect(names.filter((name) => worrying.has(name))).toEqual([]);
  });

  test('learning rate times ten that blows the training up: diverged', () => {
    const { names } = adviceOn({
      ...healthy,
      map: (epoch) => (epoch < 40 ? healthy.map(epoch) : 0.002),
      train: (epoch) => (epoch < 40 ? healthy.train(epoch) : 40 + epoch + noise(epoch, 3)),
      validation: (epoch) => (epoch < 40 ? healthy.validation!(epoch) : 60 + epoch),
    });
    expect(names.slice(0, 39)).not.toContain('diverged');
    expect(names.slice(50)).toContain('diverged');
  });

  test('mAP stuck at zero: warned of, then condemned', () => {
    const { names } = adviceOn({ ...healthy, map: () => 0 });
    expect(names[12]).toBe('not-started-yet');
    expect(names[60]).toBe('never-started');
  });

  test('no validation: never says stop', () => {
    const { advice } = adviceOn({ ...healthy, map: () => null });
    expect(advice).toEqual([]);
  });

  test('a spike of the loss: nothing', () => {
    const { names } = adviceOn({ ...healthy, train: (epoch) => (epoch === 50 ? 400 : healthy.train(epoch)) });
    expect(names.filter((name) => worrying.has(name))).toEqual([]);
  });

  test('a dip of the mAP: wait', () => {
    const { advice, names } = adviceOn({ ...healthy, map: (epoch) => (epoch === 45 ? 0.2 : healthy.map(epoch)) });
    expect(names[44]).toBe('unstable');
    expect(advice[44]!.verdict.action).toBe('continue');
    expect(names[48]).not.toBe('unstable');
  });

  test('real over-fitting: said, with the best long past', () => {
    const { advice, names } = adviceOn({
      ...healthy,
      map: (epoch) =>
        epoch <= 40 ? healthy.map(epoch)! : healthy.map(40)! - 0.004 * (epoch - 40) + noise(epoch, 0.003),
      validation: (epoch) =>
        epoch <= 40 ? healthy.validation!(epoch)! : healthy.validation!(40)! + 0.03 * (epoch - 40),
    });
    expect(names).toContain('over-fitting');
    expect(advice.at(-2)!.verdict.action).toBe('may-stop');
  });

  test('a validation loss that rises while the mAP does too: no over-fitting', () => {
    const { names } = adviceOn({ ...healthy, validation: (epoch) => 1.6 + epoch * 0.02 });
    expect(names).not.toContain('over-fitting');
  });

  test('a resumed training: the same as if it had not been broken off', () => {
    const { names, run } = adviceOn({
      ...healthy,
      before: (epoch) => (epoch === 51 ? [{ type: 'resumed', at: 50 }] : []),
    });
    expect(run.evaluations).toHaveLength(100);
    expect(names.filter((name) => worrying.has(name))).toEqual([]);
  });

  test('a flat stretch before a drop of the learning rate that is still to come: not stopped, and said why', () => {
    const flat = (epoch: number) => 0.4 * (1 - Math.exp(-epoch / 6)) + noise(epoch, 0.002);
    const withStep = adviceOn({
      ...healthy,
      map: flat,
      learningRate: (epoch) => (epoch < 90 ? 0.01 : 0.001),
      plan: { steps: [90] },
    });
    const before = withStep.advice.slice(0, 89);
    expect(before.filter(({ verdict }) => verdict.action === 'may-stop')).toEqual([]);
    expect(withStep.advice[80]!.verdict.against.join(' ')).toContain('learning rate drops at epoch 90');
  });

  test('a jump at a drop of the learning rate: no alarm', () => {
    const { names } = adviceOn({
      ...healthy,
      map: (epoch) => healthy.map(epoch)! * (epoch < 60 ? 0.7 : 1),
      train: (epoch) => healthy.train(epoch)! * (epoch < 60 ? 1 : 0.6),
      learningRate: (epoch) => (epoch < 60 ? 0.01 : 0.001),
      plan: { steps: [60], scales: [0.1] },
      before: (epoch) => (epoch === 60 ? [{ type: 'regime', at: 60, label: 'learning rate x0.1' }] : []),
    });
    expect(names.filter((name) => worrying.has(name))).toEqual([]);
  });

  test('a budget that cuts the schedule: told early', () => {
    const { names } = adviceOn(healthy, { maxTime: 60 * 70 });
    expect(names.slice(2, 60)).toContain('budget-cuts-schedule');
    expect(names[75]).toBe('budget-spent');
  });
});
