import { createRandom, shuffledIndexes } from '../random.ts';

/**
 * Returns which images iteration `iteration` (the first is 1) trains on. All images come once, in a new order each time
 * round, before one comes again. It depends on nothing that happened before, so that a resumed training sees what an
 * unbroken one would have seen.
 */
export function batchAt(iteration: number, batch: number, imageCount: number, seed: number): number[] {
  const indexes: number[] = [];
  const first = (iteration - 1) * batch;
  let round = -1;
  let order: number[] = [];
  for (let position = first; position < first + batch; position += 1) {
    if (Math.floor(position / imageCount) !== round) {
      round = Math.floor(position / imageCount);
      order = shuffledIndexes(imageCount, createRandom(seed, `round ${round}`));
    }
    indexes.push(order[position % imageCount]!);
  }
  return indexes;
}
