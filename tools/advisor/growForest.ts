import { leafMark, type PackedForest, type PackedTree } from '../../src/advisor/model/forest.ts';
import { randomFrom } from './random.ts';

/** What a forest learns from: a column per feature, and per row how much was gained and how much the row counts. */
export interface TrainingRows {
  readonly columns: readonly Float64Array[];
  readonly gains: Float64Array;
  readonly weights: Float64Array;
}

export interface ForestSettings {
  readonly trees: number;
  /** The least share of all weight in a leaf: 0.003 is a fifth of a repository of 64. */
  readonly minLeaf: number;
  readonly depth: number;
  /** Share of the features tried at each split, each at one random cut. */
  readonly tried: number;
  readonly seed: number;
}

/**
 * Grows a forest of extremely randomized trees whose leaves hold the chance of gaining more than each of `gains`: as
 * the chances of one leaf come from the same rows they never rise with the gain. A split is judged by the variance it
 * takes from all of the outcomes together, each against its own variance in the node.
 */
export function growForest(
  rows: TrainingRows,
  gains: readonly number[],
  headline: number,
  settings: ForestSettings,
): PackedForest {
  const random = randomFrom(settings.seed);
  const cuts = rows.columns.map(cutsOf);
  const binned = rows.columns.map((column, feature) =>
    column.length === 0 ? new Uint8Array(0) : binsOf(column, cuts[feature] ?? []),
  );
  const passed = Uint8Array.from(rows.gains, (gain) => gains.filter((least) => gain > least + rounding).length);
  const weight = rows.weights.reduce((sum, value) => sum + value, 0);
  const ground: Ground = {
    cuts,
    binned,
    outcomes: gains.length,
    passed,
    weights: rows.weights,
    minLeaf: settings.minLeaf * weight,
    depth: settings.depth,
    tried: Math.max(1, Math.round(settings.tried * binned.length)),
    headline: gains.indexOf(headline),
    random,
  };
  const trees: PackedTree[] = [];
  for (let tree = 0; tree < settings.trees; tree++) trees.push(growTree(ground));
  return { cuts, width: gains.length, trees };
}

/** Gains are differences of decimal fractions: .51 - .50 must not count as more than .01. */
const rounding = 1e-9;
const maxCuts = 127;

interface Ground {
  readonly cuts: readonly (readonly number[])[];
  readonly binned: readonly Uint8Array[];
  readonly outcomes: number;
  /** Per row how many of the gains, which ascend, it surpassed: that tells all of its outcomes. */
  readonly passed: Uint8Array;
  readonly weights: Float64Array;
  readonly minLeaf: number;
  readonly depth: number;
  readonly tried: number;
  readonly headline: number;
  readonly random: () => number;
}

/** Cuts at even quantiles, with four figures: they are shipped. */
function cutsOf(column: Float64Array): number[] {
  const sorted = column.toSorted();
  const cuts = new Set<number>();
  for (let at = 1; at <= maxCuts; at++) {
    const value = sorted[Math.floor((at * sorted.length) / (maxCuts + 1))];
    if (value !== undefined && value > sorted[0]!) cuts.add(Number(value.toPrecision(4)));
  }
  return [...cuts].toSorted((one, other) => one - other);
}

/** The number of cuts that are not above each value. */
function binsOf(column: Float64Array, cuts: readonly number[]): Uint8Array {
  return Uint8Array.from(column, (value) => {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < cuts[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

function growTree(ground: Ground): PackedTree {
  const nodes: number[] = [];
  const headline: number[] = [];
  const leaves: number[] = [];
  const order = Int32Array.from(ground.weights.keys());
  const grow = (from: number, to: number, depth: number): void => {
    const { weight, chances } = chancesOf(ground, order, from, to);
    headline.push(Math.round(255 * chances[ground.headline]!));
    const split =
      depth < ground.depth && weight >= 2 * ground.minLeaf ? bestSplit(ground, order, from, to, weight, chances) : null;
    if (split === null) {
      nodes.push(leafMark);
      for (const chance of chances) leaves.push(Math.round(255 * chance));
      return;
    }
    nodes.push(split.feature, split.cut);
    const middle = partition(order, from, to, ground.binned[split.feature]!, split.cut);
    grow(from, middle, depth + 1);
    grow(middle, to, depth + 1);
  };
  grow(0, order.length, 0);
  return { nodes: base64(nodes), headline: base64(headline), leaves: base64(leaves) };
}

function chancesOf(ground: Ground, order: Int32Array, from: number, to: number): { weight: number; chances: number[] } {
  const byPassed = new Float64Array(ground.outcomes + 1);
  for (let at = from; at < to; at++) {
    const row = order[at]!;
    const passed = ground.passed[row]!;
    byPassed[passed] = byPassed[passed]! + ground.weights[row]!;
  }
  const { weight, sums } = weightsOf(byPassed);
  return { weight, chances: Array.from(sums, (sum) => sum / weight) };
}

/** Of the weights of rows by how many gains they surpassed: all together, and for each gain those that surpassed it. */
function weightsOf(byPassed: Float64Array): { weight: number; sums: Float64Array } {
  const sums = new Float64Array(byPassed.length - 1);
  let weight = 0;
  for (let passed = byPassed.length - 1; passed > 0; passed--) {
    weight += byPassed[passed]!;
    sums[passed - 1] = weight;
  }
  return { weight: weight + byPassed[0]!, sums };
}

interface Split {
  readonly feature: number;
  readonly cut: number;
}

function bestSplit(
  ground: Ground,
  order: Int32Array,
  from: number,
  to: number,
  weight: number,
  chances: readonly number[],
): Split | null {
  const spreads = chances.map((chance) => Math.max(minSpread, chance * (1 - chance)));
  if (chances.every((chance) => chance * (1 - chance) < pure)) return null;
  let best: Split | null = null;
  let bestWorth = 0;
  const untried = ground.binned.map((_, feature) => feature);
  for (let tried = 0; tried < ground.tried && untried.length > 0;) {
    const feature = untried.splice(Math.floor(ground.random() * untried.length), 1)[0]!;
    const cut = randomCut(ground, order, from, to, feature);
    if (cut === null) continue;
    tried++;
    const worth = splitWorth(ground, order, from, to, weight, chances, spreads, feature, cut);
    if (worth > bestWorth) {
      bestWorth = worth;
      best = { feature, cut };
    }
  }
  return best;
}

/** An outcome that is nearly sure must not outweigh the others by its tiny variance. */
const minSpread = 0.02;
const pure = 0.002;

/** Drawn evenly over the values, as the method has it, then moved to a cut: better than drawing among the cuts. */
function randomCut(ground: Ground, order: Int32Array, from: number, to: number, feature: number): number | null {
  const bins = ground.binned[feature]!;
  let low = 255;
  let high = 0;
  for (let at = from; at < to; at++) {
    const bin = bins[order[at]!]!;
    if (bin < low) low = bin;
    if (bin > high) high = bin;
  }
  if (high <= low) return null;
  const cuts = ground.cuts[feature]!;
  const least = cuts[low]!;
  const value = least + ground.random() * (cuts[high - 1]! - least);
  let cut = low;
  while (cut + 1 < high && cuts[cut + 1]! <= value) cut++;
  return cut;
}

function splitWorth(
  ground: Ground,
  order: Int32Array,
  from: number,
  to: number,
  weight: number,
  chances: readonly number[],
  spreads: readonly number[],
  feature: number,
  cut: number,
): number {
  const bins = ground.binned[feature]!;
  const byPassed = new Float64Array(chances.length + 1);
  for (let at = from; at < to; at++) {
    const row = order[at]!;
    if (bins[row]! > cut) continue;
    const passed = ground.passed[row]!;
    byPassed[passed] = byPassed[passed]! + ground.weights[row]!;
  }
  const { weight: left, sums } = weightsOf(byPassed);
  const right = weight - left;
  if (left < ground.minLeaf || right < ground.minLeaf) return 0;
  let worth = 0;
  for (let outcome = 0; outcome < sums.length; outcome++) {
    const sum = sums[outcome]!;
    const apart = sum / left - (chances[outcome]! * weight - sum) / right;
    worth += (left * right * apart * apart) / (weight * spreads[outcome]!);
  }
  return worth;
}

/** Moves the rows that are not above the cut to the front; the position of the first that is. */
function partition(order: Int32Array, from: number, to: number, bins: Uint8Array, cut: number): number {
  let front = from;
  let back = to - 1;
  while (front <= back) {
    const row = order[front]!;
    if (bins[row]! <= cut) {
      front++;
    } else {
      order[front] = order[back]!;
      order[back] = row;
      back--;
    }
  }
  return front;
}

function base64(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64');
}
