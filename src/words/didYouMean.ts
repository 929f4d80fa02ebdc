/** Most letters that a typing mistake changes. */
const maxDistance = 2;

/**
 * Returns the word that was probably meant, as the sentence `Did you mean \`stop\`?` with a space before it; empty when
 * none is near.
 */
export function didYouMean(given: string, words: readonly string[], shown: (word: string) => string): string {
  const near = words
    .map((word) => ({ word, distance: distance(given, word) }))
    .filter(({ word, distance: letters }) => letters <= Math.min(maxDistance, Math.floor(word.length / 2)))
    .toSorted((one, other) => one.distance - other.distance)[0];
  return near === undefined ? '' : ` Did you mean \`${shown(near.word)}\`?`;
}

/** Letters to insert, remove, replace, or swap with the next one (optimal string alignment). */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    const above = rows[row - 1]!;
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let least = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) least = Math.min(least, rows[row - 2]![column - 2]! + 1);
      current.push(least);
    }
    rows.push(current);
  }
  return rows.at(-1)!.at(-1)!;
}
