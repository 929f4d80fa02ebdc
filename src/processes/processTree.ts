import type { TreeProcess } from '../stopping/control.ts';
import type { Kinship, ProcessFacts } from './processFacts.ts';
import { kinship, processFacts } from './processes.ts';

/**
 * Every living process that these started, directly or through others, that is not one of them: also those that left their process group with
 * setsid(2), as the workers of a launcher may (torch.distributed starts them with `start_new_session`). Those whose parent has ended are not among
 * them, since the system has given them another.
 */
export function descendantsOf(roots: readonly number[]): readonly ProcessFacts[] {
  const known = new Set(roots);
  const children = Map.groupBy(kinship(), ({ parent }) => parent);
  const found: number[] = [];
  const visit = (pid: number): void => {
    for (const child of children.get(pid) ?? []) {
      if (!known.has(child.pid)) {
        known.add(child.pid);
        found.push(child.pid);
        visit(child.pid);
      }
    }
  };

  for (const root of roots) {
    visit(root);
  }

  return found.map(processFacts).filter((facts) => facts !== null);
}

/** Processes in the order of their families, parents before their children, with how deep each is. */
export function asTree(processes: readonly ProcessFacts[], group: number): readonly TreeProcess[] {
  const listed = new Set(processes.map(({ pid }) => pid));
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const tree: TreeProcess[] = [];
  const visit = (facts: ProcessFacts, depth: number): void => {
    const { pid, command, ignoresInterrupt } = facts;
    tree.push({ pid, depth, command, inGroup: facts.group === group, ignoresInterrupt });
    for (const child of children.get(pid) ?? []) {
      visit(child, depth + 1);
    }
  };

  for (const root of processes.filter(({ parent }: Kinship) => !listed.has(parent))) {
    visit(root, 0);
  }

  return tree;
}
