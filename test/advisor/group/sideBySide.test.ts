import { describe, expect, test } from 'vitest';
import { groupRule } from '../../../src/advisor/group/groupRule.ts';
import { outrunTest, sideBySide } from '../../../src/advisor/group/sideBySide.ts';
import { finished } from '../../support/advisor/group.ts';

const group = [finished('a', 0.6), finished('b', 0.59, 50), finished('c', 0.4), finished('d', 0.3, 200)];

describe('runs side by side', () => {
  test('are stopped when they are outrun, the leader never', () => {
    const { stopped, saved, best, kept } = sideBySide(group, outrunTest(groupRule, 1));
    expect(stopped.map(({ run }) => run)).toEqual(expect.arrayContaining(['c', 'd']));
    expect(stopped.map(({ run }) => run)).not.toContain('a');
    expect(kept).toBe(best);
    expect(saved).toBeGreaterThan(0.4);
  });

  test('cost what their plans cost: a long one that is stopped early saves most', () => {
    const stopLast = (_: unknown, run: string) => run === 'd';
    expect(sideBySide(group, stopLast).saved).toBeCloseTo((200 * (1 - 1 / 200)) / 450, 9);
  });

  test('of which two are kept, if that is asked', () => {
    expect(sideBySide(group, outrunTest(groupRule, 2)).stopped).toHaveLength(2);
    expect(sideBySide(group, outrunTest(groupRule, 4)).stopped).toEqual([]);
  });

  test('in any order come to the same', () => {
    const test1 = outrunTest(groupRule, 1);
    expect(sideBySide(group.toReversed(), test1)).toEqual(sideBySide(group, test1));
  });

  test('are judged without a look ahead: what comes after a stop changes nothing of it', () => {
    const whole = sideBySide(group, outrunTest(groupRule, 1)).stopped;
    const [first] = whole;
    const cut = group.map(({ run, points, cost, trained }) => ({
      run,
      cost,
      trained,
      points: points.filter(({ share }) => share <= first!.at + 1e-9),
    }));
    expect(sideBySide(cut, outrunTest(groupRule, 1)).stopped[0]).toEqual(first);
  });

  test('without a mAP are no reason to stop another', () => {
    const empty = { run: 'empty', points: [], cost: 100, trained: 1 };
    const outcome = sideBySide([empty, { ...empty, run: 'other' }], outrunTest(groupRule, 1));
    expect(outcome).toEqual({ saved: 0, best: null, kept: null, stopped: [] });
  });
});
