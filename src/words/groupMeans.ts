/** A long curve in few points: the mean of each of at most `maxGroups` groups of neighbours of about equal size. */
export function groupMeans(values: readonly number[], maxGroups: number): number[] {
  const groups = Math.min(values.length, maxGroups);
  return Array.from({ length: groups }, (_, index) => {
    const group = values.slice(
      Math.floor((index * values.length) / groups),
      Math.floor(((index + 1) * values.length) / groups),
    );
    return group.reduce((sum, value) => sum + value, 0) / group.length;
  });
}
