import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import type { AdvisorInput, DataFound } from '../../src/advisor/facts.ts';
import { defaultSettings, type Pattern } from '../../src/advisor/verdict.ts';
import { adviceOn, healthy, noise, type Training } from '../support/advisor/training.ts';
import { runOf, trainingWith } from '../support/run/build.ts';

const found: DataFound = {
  variety: ['12 images nearly the same as another', 'no image without objects'],
  size: ['31 images of vest'],
};

/** The pattern at the end of a training, once its data set has been looked at. */
function patternAfter(training: Training, input: Partial<AdvisorInput> = {}): Pattern | null {
  const { run } = adviceOn(training);
  const habits = { family: 'yolo', lossBands: false } as const;
  return createAdvisor(defaultSettings).advise(run, {
    now: 0,
    alive: null,
    exit: null,
    quietSince: null,
    habits,
    found,
    ...input,
  }).pattern;
}

describe("the guide's patterns", () => {
  const flat: Training = {
    ...healthy,
    epochs: 60,
    planned: 100,
    map: (epoch) => 0.42 + noise(epoch, 0.002),
    train: (epoch) => 0.9 + noise(epoch, 0.004),
    validation: (epoch) => 1.3 + noise(epoch, 0.004),
  };

  test('low variance: the loss is flat and the mAP hardly moves; what the check found says why', () => {
    const pattern = patternAfter(flat);
    expect(pattern?.name).toBe('low variance');
    expect(pattern?.text).toContain('images that are too alike');
    expect(pattern?.text).toContain(
      'the check found 12 images nearly the same as another and no image without objects',
    );
    expect(pattern?.todo.join(' ')).toMatch(/near copies.*images without objects.*rare cases/);
  });

  test('low variance is not said while the loss falls, the mAP moves, or nothing has been learned', () => {
    expect(patternAfter({ ...flat, train: healthy.train })).toBeNull();
    expect(patternAfter({ ...flat, map: (epoch) => 0.3 + epoch * 0.003 })).toBeNull();
    expect(patternAfter({ ...flat, map: () => 0.02 })?.name).not.toBe('low variance');
    expect(patternAfter({ ...flat, epochs: 11 })).toBeNull();
  });

  test('overtraining: better on the training images and worse on others, with its caveat', () => {
    const pattern = patternAfter({
      ...healthy,
      epochs: 80,
      map: (epoch) => (epoch < 40 ? 0.5 * (1 - Math.exp(-epoch / 12)) : 0.48 - 0.003 * (epoch - 40)),
      train: (epoch) => 3 * Math.exp(-epoch / 25) + 0.1,
      validation: (epoch) => (epoch < 30 ? 2.5 * Math.exp(-epoch / 20) + 1 : 1.55 + 0.012 * (epoch - 30)),
    });
    expect(pattern?.name).toBe('overtraining');
    expect(pattern?.text).toContain('the check found 31 images of vest');
    expect(pattern?.text).toContain('With a fixed camera and fixed light that may be what you want.');
  });

  test('insufficient data: over with too few points to show what the data set can do', () => {
    const run = runOf(...trainingWith([0.2, 0.4, 0.5]), { type: 'ended', how: 'complete' });
    const advice = createAdvisor(defaultSettings).advise(run, {
      now: 0,
      alive: false,
      exit: { code: 0, signal: null },
      quietSince: null,
      habits: { family: 'yolo', lossBands: false },
      found,
    });
    expect(advice.pattern?.name).toBe('insufficient data');
    expect(advice.pattern?.todo.join(' ')).toMatch(/Train longer, add images/);
  });

  test('no pattern of a healthy training, nor of one that fails', () => {
    expect(patternAfter(healthy)).toBeNull();
    expect(patternAfter(flat, { alive: false, exit: { code: 1, signal: null } })).toBeNull();
  });
});
