import { describe, expect, test } from 'vitest';
import { groupStatistics } from '../../src/fleet/groupStatistics.ts';

const run = (
  name: string,
  best: number | null,
  progress = 1,
  course: readonly number[] = best === null ? [] : [best],
) => ({
  name,
  best,
  progress,
  course,
});

describe('the runs of a group together', () => {
  test('have a mean, the deviation of a sample, and a leader', () => {
    const { runs, mean, deviation, leader } = groupStatistics([
      run('a', 0.4),
      run('b', 0.5),
      run('c', 0.6),
      run('d', null),
    ]);
    expect({ runs, leader }).toEqual({ runs: 4, leader: { name: 'c', best: 0.6 } });
    expect(mean).toBeCloseTo(0.5, 9);
    expect(deviation).toBeCloseTo(0.1, 9);
  });

  test('are spread at the share of the plan that all have reached', () => {
    const half = run('b', 0.3, 0.5, [0.1, 0.3]);
    const whole = run('a', 0.6, 1, [0.2, 0.4, 0.5, 0.6]);
    expect(groupStatistics([half, whole]).spread).toEqual({ share: 0.5, low: 0.3, high: 0.4 });
  });

  test('tell nothing of what none has measured', () => {
    expect(groupStatistics([run('a', null)])).toEqual({
      runs: 1,
      mean: null,
      deviation: null,
      leader: null,
      spread: null,
    });
  });
});
