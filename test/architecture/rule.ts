import type { Tree } from './tree.ts';

/** One thing that holds of the whole tree. */
export interface Rule {
  readonly name: string;
  /** Why it holds, in a sentence that stands below every violation. */
  readonly reason: string;
  /** One sentence each, which names the files at fault. */
  readonly violations: (tree: Tree) => readonly string[];
}
