import { distanceOf, type OutrunRule } from '../../../src/advisor/group/outrun.ts';
import { pointAt } from '../../../src/advisor/group/groupPoints.ts';
import { type GroupMeans, meanOf, outcomeOf, setsOfFour, wholeGroups } from './groupOutcomes.ts';
import { outrunBy } from './groupTests.ts';
import type { CorpusGroup } from './readGroups.ts';

/**
 * The shape of the rule, found by a search over its figures on the same groups: see docs/advisor.md. What is fitted is
 * how far all of the distances are scaled.
 */
export const shape: Omit<OutrunRule, 'odds'> = {
  from: 0.05,
  halvings: [0.25, 0.4, 0.55, 0.7],
  lastFrom: 0.4,
  far: 0.2,
  farLast: 0.75,
  farSure: 0.7,
  leaveFactor: 0.5,
};

/** From the most cautious on. */
export const scales = [3, 2.5, 2, 1.75, 1.5, 1.35, 1.2, 1.1, 1.05, 1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6] as const;

/** What each scale comes to in each group, by four and as a whole. */
export interface ScaledMeans {
  readonly scale: number;
  readonly four: readonly GroupMeans[];
  readonly whole: readonly GroupMeans[];
}

export function measureScales(groups: readonly CorpusGroup[]): readonly ScaledMeans[] {
  const [four, whole] = [setsOfFour(groups), wholeGroups(groups)];
  return scales.map((scale) => {
    const test = outrunBy({ ...scaled(scale), odds: noOdds });
    return {
      scale,
      four: four.map((group) => outcomeOf(group, test)),
      whole: whole.map((group) => outcomeOf(group, test)),
    };
  });
}

/**
 * From the most cautious scale on, the last one before any loses in more than three quarters of the promised share of
 * these groups, by four and as a whole together. There are too few groups for a binomial test to reject anything: of 21
 * none could lose. The quarter that is kept back is what a choice on so few groups flatters itself by.
 */
export function chosenScale(measured: readonly ScaledMeans[], risk: number, counts: (at: number) => boolean): number {
  const lostOf = (means: readonly GroupMeans[]) => meanOf(means.filter((_, at) => counts(at))).lost;
  const broken = measured.findIndex(({ four, whole }) => (lostOf(four) + lostOf(whole)) / 2 > risk * kept);
  return measured[Math.max(0, broken === -1 ? measured.length - 1 : broken - 1)]!.scale;
}

const kept = 0.75;

export function scaled(scale: number): Omit<OutrunRule, 'odds'> {
  const round = (value: number) => Number((value * scale).toFixed(4));
  return { ...shape, far: round(shape.far), farLast: round(shape.farLast), farSure: round(shape.farSure) };
}

/** While nobody reads them. */
const noOdds = { intercept: 0, slope: 0, share: 0 };

/**
 * The chance that a run which is behind still ends in front of the leader: logistic regression on the logarithm of the
 * distance and the share of the plan, at every twentieth of it, every group counting the same.
 */
export function fitOdds(groups: readonly CorpusGroup[]): OutrunRule['odds'] {
  const rows = groups.flatMap(({ runs }) => {
    const own: { readonly x: readonly number[]; readonly passes: number }[] = [];
    for (let step = 2; step < 20; step++) {
      const abreast = runs.flatMap(({ points }) => {
        const point = pointAt(points, step / 20);
        return point === null || point.high === null ? [] : [{ point, end: points.at(-1)!.best }];
      });
      const leader = abreast.toSorted((one, other) => other.point.best - one.point.best)[0];
      for (const each of abreast) {
        const distance = leader === undefined || each === leader ? null : distanceOf(each.point, leader.point, abreast);
        if (distance === null) continue;
        own.push({ x: [1, Math.log(Math.max(0.002, distance)), step / 20], passes: each.end > leader!.end ? 1 : 0 });
      }
    }
    return own.map(({ x, passes }) => ({ x, passes, weight: 1 / own.length }));
  });
  const [intercept, slope, share] = logistic(rows).map((value) => Number(value.toFixed(3)));
  return { intercept: intercept!, slope: slope!, share: share! };
}

/** Newton's method with a little shrinkage, three coefficients. */
function logistic(
  rows: readonly { readonly x: readonly number[]; readonly passes: number; readonly weight: number }[],
): readonly number[] {
  let weights = [0, 0, 0];
  for (let round = 0; round < 25; round++) {
    const gradient = [0, 0, 0];
    const curvature = weights.map((_, at) => weights.map((__, other) => (at === other ? 1e-3 : 0)));
    for (const { x, passes, weight } of rows) {
      const chance = 1 / (1 + Math.exp(-x.reduce((sum, value, at) => sum + value * weights[at]!, 0)));
      for (const at of [0, 1, 2]) {
        gradient[at]! += weight * (passes - chance) * x[at]!;
        for (const other of [0, 1, 2]) curvature[at]![other]! += weight * chance * (1 - chance) * x[at]! * x[other]!;
      }
    }
    const step = solved(curvature, gradient);
    weights = weights.map((value, at) => value + step[at]!);
  }
  return weights;
}

/** By Cramer's rule. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const whole = determinant(matrix);
  return right.map((_, column) => determinant(matrix.map((row, at) => row.with(column, right[at]!))) / whole);
}

function determinant([a, b, c]: readonly (readonly number[])[]): number {
  const minor = (one: number, other: number) => b![one]! * c![other]! - b![other]! * c![one]!;
  return a![0]! * minor(1, 2) - a![1]! * minor(0, 2) + a![2]! * minor(0, 1);
}
