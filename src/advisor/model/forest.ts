/**
 * A forest of extremely randomized trees (Geurts, Ernst, Wehenkel 2006) as it lies in model.json: each tree is three
 * rows of bytes in base64, its nodes written in preorder (a node, all of its left side, all of its right side).
 */
export interface PackedForest {
  /** Per feature the values at which trees may split, ascending, at most 255 of them. */
  readonly cuts: readonly (readonly number[])[];
  /** How many chances each leaf holds. */
  readonly width: number;
  readonly trees: readonly PackedTree[];
}

export interface PackedTree {
  /** Per node: the feature it splits on, or leafMark; then, for a split only, the position of its cut. */
  readonly nodes: string;
  /** Per node its chance at the headline gain, in 255ths: what explanations are made from. */
  readonly headline: string;
  /** Per leaf its chances, in 255ths. */
  readonly leaves: string;
}

export const leafMark = 255;

/** A forest ready for use. */
export interface Forest {
  readonly width: number;
  readonly trees: readonly Tree[];
}

interface Tree {
  /** Per node the feature it splits on, or leafMark. */
  readonly feature: Uint8Array;
  /** A value below the cut goes left, to the next node; any other to `right`. */
  readonly cut: Float64Array;
  readonly right: Int32Array;
  readonly headline: Float64Array;
  readonly leaf: Int32Array;
  readonly chances: Float64Array;
}

/** @throws Error where a tree is not whole. */
export function unpackForest(packed: PackedForest): Forest {
  return { width: packed.width, trees: packed.trees.map((tree) => unpackTree(tree, packed.cuts, packed.width)) };
}

/**
 * The mean of the chances of the leaves into which the values fall, and how far each feature moved the headline chance
 * on the way down (the differences between a node and its parent, summed by the parent's feature: Saabas 2014). Start
 * plus all of the moves is the headline chance.
 */
export function readForest(forest: Forest, values: ArrayLike<number>): ForestReading {
  const chances = new Float64Array(forest.width);
  const moves = new Float64Array(values.length);
  let start = 0;
  for (const tree of forest.trees) {
    let node = 0;
    start += tree.headline[0]!;
    let feature = tree.feature[0]!;
    while (feature !== leafMark) {
      const next = values[feature]! < tree.cut[node]! ? node + 1 : tree.right[node]!;
      moves[feature] = moves[feature]! + tree.headline[next]! - tree.headline[node]!;
      node = next;
      feature = tree.feature[node]!;
    }
    const row = tree.leaf[node]! * forest.width;
    for (let at = 0; at < forest.width; at++) {
      chances[at] = chances[at]! + tree.chances[row + at]!;
    }
  }
  const share = 1 / forest.trees.length;
  return {
    chances: chances.map((sum) => sum * share),
    start: start * share,
    moves: moves.map((sum) => sum * share),
  };
}

export interface ForestReading {
  readonly chances: Float64Array;
  readonly start: number;
  /** Per feature. */
  readonly moves: Float64Array;
}

function unpackTree(packed: PackedTree, cuts: readonly (readonly number[])[], width: number): Tree {
  const bytes = bytesOf(packed.nodes);
  const headline = bytesOf(packed.headline);
  const count = headline.length;
  const feature = new Uint8Array(count);
  const cut = new Float64Array(count);
  const right = new Int32Array(count);
  const leaf = new Int32Array(count).fill(-1);
  const waiting: number[] = [];
  let leaves = 0;
  let at = 0;
  for (let node = 0; node < count; node++) {
    const kind = bytes[at++];
    if (kind === undefined) throw new Error('A tree of the model ends too early: fit the model again.');
    feature[node] = kind;
    if (kind === leafMark) {
      leaf[node] = leaves++;
      const parent = waiting.pop();
      if (parent !== undefined) right[parent] = node + 1;
      continue;
    }
    cut[node] = cuts[kind]?.[bytes[at++] ?? -1] ?? Number.NaN;
    waiting.push(node);
  }
  const chances = Float64Array.from(bytesOf(packed.leaves), (value) => value / 255);
  if (waiting.length > 0 || chances.length !== leaves * width) {
    throw new Error('A tree of the model does not fit its leaves: fit the model again.');
  }
  return { feature, cut, right, headline: Float64Array.from(headline, (value) => value / 255), leaf, chances };
}

function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}
