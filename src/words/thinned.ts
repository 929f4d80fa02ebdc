/** The mean of each of at most `most` groups of neighbours, all about as large: a long curve in few points. */
export function thinned(values: readonly number[], most: number): number[] {
  const groups = Math.min(values.length, most);
  return Array.from({ length: groups }, (_, index) => {
    const group = values.slice(
      Math.floor((index * values.length) / groups),
      Math.floor(((index + 1) * values.length) / groups),
    );
    return group.reduce((sum, value) => sum + value, 0) / group.length;
  });
}
