import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupRule } from '../../../src/advisor/group/groupRule.ts';
import { enoughAt, type GroupRun, oddsOf, outrunOf } from '../../../src/advisor/group/outrun.ts';
import { groupRun } from '../../support/advisor/group.ts';

const outrun = (group: readonly GroupRun[], run: string, keep = 1, isOut = false) =>
  outrunOf(group, run, groupRule, { keep, isOut });

/** Four runs at half of their plans, the first far in front. */
const spread = [groupRun('a', 0.6, 0.5), groupRun('b', 0.55, 0.5), groupRun('c', 0.4, 0.5), groupRun('d', 0.3, 0.5)];

describe('a run of a group is outrun', () => {
  test('when it is far behind the leader, with the odds and how far it is behind', () => {
    const found = outrun(spread, 'd');
    expect(found).toMatchObject({ leader: 'a', share: 0.5 });
    expect(found!.behind).toBeCloseTo(0.3 * (1 - Math.exp(-3)), 3);
    expect(found!.odds).toBeLessThan(0.1);
  });

  test('never when it leads, also not by what it has reached further on than the others', () => {
    expect(outrun(spread, 'a')).toBeNull();
    const ahead = [groupRun('slow', 0.6, 0.9), groupRun('b', 0.55, 0.3), groupRun('c', 0.5, 0.3)];
    expect(outrun(ahead, 'slow')).toBeNull();
  });

  test('never when it is one of the last that are kept', () => {
    const two = [
      spread[0]!,
      { ...spread[1]!, state: 'out' as const },
      { ...spread[2]!, state: 'out' as const },
      spread[3]!,
    ];
    expect(outrun(two, 'd', 1)).not.toBeNull();
    expect(outrun(two, 'd', 2)).toBeNull();
  });

  test('not before a twentieth of its plan, and not before anything is forecast of it', () => {
    const early = [groupRun('a', 0.9, 0.04), groupRun('b', 0.8, 0.04), groupRun('c', 0.01, 0.04)];
    expect(outrun(early, 'c')).toBeNull();
    const few = early.map(({ run, state, points }) => {
      const { best, level } = points.at(-1)!;
      return { run, state, points: [{ share: 0.5, best, level, high: null }] };
    });
    expect(outrun(few, 'c')).toBeNull();
  });

  test('compared at an equal share of the plans: a leader that is further on is not compared by what it has since', () => {
    const late = [groupRun('a', 0.6, 1), groupRun('b', 0.595, 0.3), groupRun('c', 0.59, 0.3)];
    expect(outrun(late, 'b')).toBeNull();
  });

  test('while a run that has failed or was stopped does not count among those that are left', () => {
    const [a, b, c, d] = spread;
    const failed = [a!, { ...b!, state: 'out' as const }, c!, d!];
    expect(outrun(failed, 'd', 2)).not.toBeNull();
    expect(outrun(failed, 'd', 3)).toBeNull();
  });

  test('until it is much nearer again', () => {
    const behind = (end: number) => [groupRun('a', 0.6, 0.2), groupRun('b', 0.59, 0.2), groupRun('c', end, 0.2)];
    const nearEnough = [0.3, 0.4, 0.5, 0.55, 0.58].find((end) => outrun(behind(end), 'c') === null)!;
    expect(outrun(behind(nearEnough), 'c', 1, true)).not.toBeNull();
    expect(outrun(behind(0.595), 'c', 1, true)).toBeNull();
  });
});

describe('whether a run is outrun does not depend', () => {
  const groups = fc.array(
    fc.record({ end: fc.double({ min: 0.05, max: 0.95, noNaN: true }), share: fc.integer({ min: 1, max: 20 }) }),
    {
      minLength: 2,
      maxLength: 8,
    },
  );
  const runsOf = (drawn: readonly { readonly end: number; readonly share: number }[]) =>
    drawn.map(({ end, share }, at) => groupRun(`run ${at}`, end, share / 20));

  test('on the order in which the runs are told', () => {
    fc.assert(
      fc.property(groups, fc.integer(), (drawn, turn) => {
        const runs = runsOf(drawn);
        const by = ((turn % runs.length) + runs.length) % runs.length;
        const turned = [...runs.slice(by), ...runs.slice(0, by)].toReversed();
        for (const { run } of runs) expect(outrun(turned, run)).toEqual(outrun(runs, run));
      }),
      { numRuns: 60 },
    );
  });

  test('on what is to be chosen: the leader and the last two stay, whatever they are', () => {
    fc.assert(
      fc.property(groups, (drawn) => {
        const runs = runsOf(drawn);
        const leader = runs.reduce((first, run) => (run.points.at(-1)!.best > first.points.at(-1)!.best ? run : first));
        expect(outrun(runs, leader.run, 2)).toBeNull();
        expect(runs.filter(({ run }) => outrun(runs, run, 2) !== null).length <= Math.max(0, runs.length - 1)).toBe(
          true,
        );
        expect(runs.length > 2 || runs.every(({ run }) => outrun(runs, run, 2) === null)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('of a group are enough', () => {
  test.each([
    [12, 0.1, 12],
    [12, 0.25, 6],
    [4, 0.25, 2],
    [3, 0.3, 2],
    [4, 0.4, 1],
    [2, 0.2, 2],
  ])('of %i runs at %d of the plan: %i', (runs, share, enough) => {
    expect(enoughAt(runs, share, groupRule)).toBe(enough);
  });
});

test('the odds to pass the leader fall with the distance, and are never certain', () => {
  const odds = [0.05, 0.2, 0.6, 2, 10].map((distance) => oddsOf(distance, 0.5, groupRule));
  expect(odds).toEqual(odds.toSorted((one, other) => other - one));
  for (const chance of odds) expect(chance).toBeGreaterThan(0);
  expect(odds[0]).toBeLessThan(0.6);
});
