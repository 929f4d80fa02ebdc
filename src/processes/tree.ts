import type { ProcessFacts, ProcessLink } from './processFacts.ts';

/**
 * The numbers of these processes and of all that they started, directly or through others: also of those that left
 * their process group with setsid(2), as the workers of a launcher may (torch.distributed starts them with
 * `start_new_session`). One whose parent has ended is not among them, since the system has given it another.
 * Parents come before their children.
 */
export function withDescendants(roots: readonly number[], processes: readonly ProcessLink[]): ReadonlySet<number> {
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const found = new Set<number>();
  const visit = (pid: number): void => {
    if (found.has(pid)) return;
    found.add(pid);
    for (const child of children.get(pid) ?? []) visit(child.pid);
  };
  for (const root of roots) visit(root);
  return found;
}

/** The processes of these that have no ancestor among them. */
export function topmostOf(pids: readonly number[], processes: readonly ProcessLink[]): readonly number[] {
  return pids.filter((pid) => !ancestorsOf(pid, processes).some((ancestor) => pids.includes(ancestor)));
}

/** The numbers of the processes from which this one descends, its parent first. */
export function ancestorsOf(pid: number, processes: readonly ProcessLink[]): readonly number[] {
  const parents = new Map(processes.map((each) => [each.pid, each.parent]));
  const found: number[] = [];
  for (let next = parents.get(pid); next !== undefined && !found.includes(next); next = parents.get(next)) {
    found.push(next);
  }
  return found;
}

/** One process of a training, with its place in the tree. */
export interface TreeProcess {
  readonly pid: number;
  /** How many of its ancestors are listed too: 0 for the leader. */
  readonly depth: number;
  readonly command: string;
  /** It belongs to the process group that is signalled. */
  readonly inGroup: boolean;
  readonly ignoresInterrupt: boolean;
}

/** Processes with how deep each stands below the others, parents before their children. */
export function asTree(processes: readonly ProcessFacts[], group: number): readonly TreeProcess[] {
  const listed = new Set(processes.map(({ pid }) => pid));
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const tree: TreeProcess[] = [];
  const visit = (facts: ProcessFacts, depth: number): void => {
    const { pid, command, ignoresInterrupt } = facts;
    tree.push({ pid, depth, command, inGroup: facts.group === group, ignoresInterrupt });
    for (const child of children.get(pid) ?? []) visit(child, depth + 1);
  };
  for (const root of processes.filter(({ parent }) => !listed.has(parent))) visit(root, 0);
  return tree;
}
