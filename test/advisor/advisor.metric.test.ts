import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import { type AdviceSettings, defaultSettings, type Verdict } from '../../src/advisor/verdict.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun } from '../../src/run/run.ts';
import { eventsOf, healthy, noise, type Training } from '../support/advisor/training.ts';

/** The verdict at the end of a training whose recall, class "helmet" and own "hits" follow curves of their own. */
function verdictBy(metric: string, training: Training, settings: Partial<AdviceSettings> = {}): Verdict {
  const run = createRun();
  for (const event of eventsOf(training)) {
    if (event.type !== 'evaluation') {
      reduce(run, event, null);
      continue;
    }
    const level = 0.2 + 0.3 * (1 - Math.exp(-event.epoch! / 4));
    reduce(run, { ...event, precision: 0.5, recall: 0.3 + 0.004 * event.epoch!, taught: { hits: level } }, null);
    reduce(run, helmet(level), null);
  }
  return createAdvisor({ ...defaultSettings, ...settings, metric }).advise(run, {
    now: 0,
    alive: true,
    exit: null,
    quietSince: null,
    habits: { family: 'yolo', lossBands: false },
  });
}

const helmet = (ap: number): RunEvent => ({
  type: 'classes',
  classes: [{ name: 'helmet', ap, truePositives: null, falsePositives: null }],
});

/** The validation loss is lowest at epoch 30. */
const overFitted: Training = {
  ...healthy,
  epochs: 70,
  planned: 100,
  validation: (epoch) => 1.5 + 0.002 * Math.abs(epoch - 30) + Math.abs(noise(epoch, 0.0005)),
};

describe('judged by another metric than the mAP', () => {
  test('the odds are those of its own curve, and it is said that they were measured on mAP', () => {
    const rising = verdictBy('recall', { ...healthy, epochs: 60, planned: 100 });
    const flat = verdictBy('ap:helmet', { ...healthy, epochs: 60, planned: 100 });
    expect(rising.headline).toContain('recall 54.0 % at epoch 60');
    expect(rising.chance!['0.01']).toBeGreaterThan(0.8);
    expect(flat).toMatchObject({ name: 'plateau', isStop: true });
    expect(flat.headline).toContain('AP of helmet 50.0 %');
    expect(flat.against).toContain('The odds were measured on mAP, not on AP of helmet: trust them less.');
  });

  test.each([
    ['hits', 'hits', '50.0 %'],
    ['0.5*hits+0.5*ap:helmet', '0.5 hits + 0.5 AP of helmet', '50.0 %'],
    ['0.9*hits+0.1*map50-95', '0.9 hits + 0.1 mAP50-95', '50.6 %'],
  ])('%s, with a figure of the user, is judged as any other', (metric, title, best) => {
    const { chance, forecast, basis, headline, evidence, against } = verdictBy(metric, {
      ...healthy,
      epochs: 60,
      planned: 100,
    });
    expect(basis).toMatchObject({ metric: title, isMap: false });
    expect([headline, ...evidence].join(' ')).toContain(`${title} ${best}`);
    expect(chance).not.toBeNull();
    expect(forecast).not.toBeNull();
    expect(against).toContain(`The odds were measured on mAP, not on ${title}: trust them less.`);
  });

  test('a weighted sum of mAPs needs no such warning', () => {
    const { against, basis } = verdictBy('0.1*map50+0.9*map50-95', { ...healthy, epochs: 60, planned: 100 });
    expect(basis?.isMap).toBe(true);
    expect(against.join(' ')).not.toContain('measured on mAP');
  });

  test('a metric that is not printed is named, with the classes that there are', () => {
    const verdict = verdictBy('ap:vest', { ...healthy, epochs: 20, planned: 100 });
    expect(verdict.headline).toBe('no AP of vest is printed');
    expect(verdict.evidence).toContain('Its classes are helmet.');
  });
});

describe('judged by its validation loss', () => {
  test.each([
    ['careful', 69, false],
    ['careful', 70, true],
    ['balanced', 59, false],
    ['balanced', 60, true],
    ['saver', 50, true],
  ] as const)('with the patience of "%s" it may stop at epoch %d: %s', (preset, epochs, isStop) => {
    const verdict = verdictBy('val-loss', { ...overFitted, epochs }, { preset });
    expect(verdict.isStop).toBe(isStop);
    expect(verdict.chance).toBeNull();
    expect(verdict.worth).toBeNull();
    expect(verdict.headline).toContain('validation loss');
    expect(verdict.headline).toMatch(isStop ? /no new lowest validation loss for \d+ epochs/ : /no new lowest/);
  });

  test('a new lowest is told as such, and a lower loss is never called a fall of the mAP', () => {
    const falling = { ...overFitted, epochs: 30 };
    const verdict = verdictBy('val-loss', falling);
    expect(verdict.headline).toMatch(/^lowest validation loss 1\.5\d* at epoch 30/);
    expect(['unstable', 'over-fitting', 'diverged']).not.toContain(verdict.name);
  });

  test('without a plan its patience is a share of the training so far', () => {
    const training = { ...overFitted, planned: null, epochs: 115 };
    expect(verdictBy('val-loss', training).isStop).toBe(false);
    expect(verdictBy('val-loss', { ...training, epochs: 125 }).isStop).toBe(true);
  });
});
