import { expect, test } from 'vitest';
import { createAdvisor } from '../../../src/advisor/advisor.ts';
import { type AdviceSettings, defaultSettings, type Verdict } from '../../../src/advisor/verdict.ts';
import { stopChecklist } from '../../../src/checklist/items/stopItems.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import type { Run } from '../../../src/run/run.ts';
import { evaluation, iteration, iterations, runOf, trainingWith } from '../../support/run/build.ts';

const darknet: RunEvent = { type: 'trainer', name: 'darknet-alexeyab', version: null };

function verdictOf(run: Run, settings: AdviceSettings): Verdict {
  return createAdvisor(settings).advise(run, { now: 0, alive: true, exit: null, quietSince: null, habits: null });
}

function items(run: Run, changes: Partial<AdviceSettings> = {}, name?: Verdict['name']) {
  const settings = { ...defaultSettings, ...changes };
  const verdict = verdictOf(run, settings);
  return Object.fromEntries(
    stopChecklist(run, settings, name === undefined ? verdict : { ...verdict, name }).map((item) => [item.id, item]),
  );
}

test('a run of which nothing is read has all thresholds and no tick', () => {
  const list = items(runOf(darknet), { targetMap: 0.9, maxIterations: 6000 });
  expect(Object.keys(list)).toEqual(['target', 'loss-band', 'plateau', 'over-fitting', 'budget', 'diverged']);
  expect(Object.values(list).some(({ ticked }) => ticked)).toBe(false);
});

test('the target is ticked when the mean of three evaluations has reached it twice, not for one lucky evaluation', () => {
  const lucky = runOf(darknet, ...trainingWith([0.5, 0.6, 0.95]));
  const reached = runOf(darknet, ...trainingWith([0.88, 0.91, 0.92, 0.93]));
  expect(items(lucky, { targetMap: 0.9 })['target']).toMatchObject({ ticked: false, label: 'mAP50 of 90.0 % reached' });
  expect(items(reached, { targetMap: 0.9 })['target']!.ticked).toBe(true);
  expect(items(lucky)['target']!.ticked).toBe(false);
  expect(items(reached)['target']).toMatchObject({
    ticked: true,
    label: 'mAP50 good at 90 % (no target set)',
    detail: '93.0 %',
  });
  expect(items(reached, { targetMap: 0.95 })['target']!.detail).toBe('mean of 3: 92.0 %');
});

test('without a target the guide judges the mAP50, also where the mAP50-95 decides', () => {
  const both = [0.94, 0.95, 0.95, 0.96].map((map50, index) =>
    evaluation(100 * (index + 1), map50, { map50To95: map50 / 2 }),
  );
  expect(items(runOf(...both))['target']).toMatchObject({
    ticked: true,
    label: 'mAP50 good at 90 % (no target set)',
    detail: '96.0 %',
  });
  expect(items(runOf(...both), { targetMap: 0.9 })['target']!.ticked).toBe(false);
});

test('the loss band is the tightest that is reached, and is there for Darknet only', () => {
  expect(items(runOf(darknet, ...iterations(1, 10, 0.9)))['loss-band']).toMatchObject({
    label: 'loss at most 1.0 (specialised data set)',
    ticked: true,
    detail: '0.9',
  });
  expect(items(runOf(darknet, ...iterations(1, 10, 5)))['loss-band']).toMatchObject({
    label: expect.stringContaining('2.0'),
    ticked: false,
  });
  expect(items(runOf(darknet, ...iterations(1, 10, 0.9), iteration(11, Number.NaN)))['loss-band']).toMatchObject({
    ticked: false,
    detail: 'nan',
  });
  expect(items(runOf({ type: 'trainer', name: 'ultralytics', version: null }))).not.toHaveProperty('loss-band');
});

test.each(['plateau', 'over-fitting'] as const)('%s is ticked when that is the verdict', (name) => {
  const run = runOf(darknet, ...trainingWith([0.5, 0.6, 0.7, 0.6]));
  expect(items(run, {}, name)[name]!.ticked).toBe(true);
  expect(items(run, {}, 'improving')[name]!.ticked).toBe(false);
  expect(items(run)['plateau']!.detail).toBe('best 100 iterations ago');
});

test('over-fitting stays ticked when the training is over', () => {
  expect(items(runOf(darknet), {}, 'finished-over-fitted')['over-fitting']!.ticked).toBe(true);
});

test('of several budgets the one that ends first is shown, and ticked when it is spent', () => {
  const run = runOf(darknet, ...iterations(1, 900));
  // 900 iterations of half a second.
  expect(items(run, { maxTime: 3600, maxIterations: 1000 })['budget']).toMatchObject({
    label: 'budget of 1,000 iterations spent',
    ticked: false,
    detail: '90 %',
  });
  expect(items(run, { maxTime: 400, maxIterations: 1000 })['budget']).toMatchObject({
    ticked: true,
    label: 'budget of 7 min spent',
  });
});

test('without a budget the plan of the trainer is the budget', () => {
  const plan: RunEvent = { type: 'plan', plan: { iterations: 200 } };
  expect(items(runOf(darknet, plan, ...iterations(1, 50)))['budget']).toMatchObject({
    label: 'plan of 200 iterations done',
    ticked: false,
    detail: '50, 25 %',
  });
  expect(items(runOf(darknet, plan, ...iterations(1, 200)))['budget']!.ticked).toBe(true);
});

test('a loss that is no number is ticked from its second reading on', () => {
  const nan = [iteration(11, Number.NaN), iteration(12, Number.NaN)];
  expect(items(runOf(darknet, ...iterations(1, 10), nan[0]!))['diverged']!.ticked).toBe(false);
  expect(items(runOf(darknet, ...iterations(1, 10), ...nan))['diverged']).toMatchObject({
    ticked: true,
    detail: 'since iteration 11',
  });
});
