import type { Kinship } from './processFacts.ts';

/** The numbers of all processes that these started, directly or through others, those themselves included. Parents come before their children. */
export function withDescendants(roots: readonly number[], kin: readonly Kinship[]): ReadonlySet<number> {
  const children = Map.groupBy(kin, ({ parent }) => parent);
  const found = new Set<number>();
  const visit = (pid: number): void => {
    if (found.has(pid)) return;
    found.add(pid);
    for (const child of children.get(pid) ?? []) visit(child.pid);
  };
  for (const root of roots) visit(root);
  return found;
}

/** The numbers of the processes from which this one descends, its parent first. */
export function ancestorsOf(pid: number, kin: readonly Kinship[]): readonly number[] {
  const parents = new Map(kin.map((each) => [each.pid, each.parent]));
  const found: number[] = [];
  for (let next = parents.get(pid); next !== undefined && !found.includes(next); next = parents.get(next)) {
    found.push(next);
  }
  return found;
}

/** The process of a family that stands above the others: the first that has no ancestor among them. */
export function topmostOf(pids: readonly number[], kin: readonly Kinship[]): readonly number[] {
  return pids.filter((pid) => !ancestorsOf(pid, kin).some((ancestor) => pids.includes(ancestor)));
}

/** The members of a group and the descendants of some processes: everything that belongs to them. */
export function familyOf(roots: readonly number[], kin: readonly Kinship[]): ReadonlySet<number> {
  const groups = new Set(kin.filter(({ pid }) => roots.includes(pid)).map(({ group }) => group));
  const members = kin.filter(({ group }) => groups.has(group)).map(({ pid }) => pid);
  return new Set([...withDescendants(roots, kin), ...members]);
}
