import { describe, expect, test } from 'vitest';
import { fewPoints, groupPoints, pointAt } from '../../../src/advisor/group/groupPoints.ts';
import { risingTo } from '../../support/advisor/group.ts';

const evaluations = [0.1, 0.4, 0.2, 0.5].map((map, at) => ({ share: (at + 1) / 10, map, forecast: { high: 0.9 } }));

describe('the points of a run', () => {
  test('tell the best so far, and the mean of the last three evaluations at least', () => {
    const points = groupPoints(evaluations);
    expect(points.map(({ best }) => best)).toEqual([0.1, 0.4, 0.4, 0.5]);
    expect(points.at(-1)!.level).toBeCloseTo((0.4 + 0.2 + 0.5) / 3, 9);
  });

  test('leave out what is not further on', () => {
    expect(groupPoints([...evaluations, { share: 0.2, map: 0.9, forecast: null }])).toHaveLength(4);
  });

  test('are found by share, and none of later', () => {
    const points = groupPoints(evaluations);
    expect(pointAt(points, 0.25)).toEqual(points[1]);
    expect(pointAt(points, 0.05)).toBeNull();
  });

  test('are few for others, with the last of all, however long the run is', () => {
    const points = risingTo(0.5, 5000);
    const few = fewPoints(points);
    expect(few.length).toBeLessThanOrEqual(41);
    expect(few.at(-1)).toEqual(points.at(-1));
  });
});
