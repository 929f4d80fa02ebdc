import type { Rule } from '../rule.ts';
import { sourceFiles, type Tree } from '../tree.ts';

export const noCycles: Rule = {
  name: 'no-cycles',
  reason: 'Two files that import each other, be it only types, are one file in two places.',
  violations: (tree) => {
    const imports = importGraph(tree);
    const done = new Set<string>();
    return [...imports.keys()].flatMap((path) => cyclesFrom(path, imports, [], done));
  },
};

function importGraph(tree: Tree): ReadonlyMap<string, readonly string[]> {
  return new Map(sourceFiles(tree).map(({ path, imports }) => [path, imports.map(({ from }) => from)]));
}

/** Walks depth first; `done` holds the files all of whose imports have been walked. */
function cyclesFrom(
  path: string,
  imports: ReadonlyMap<string, readonly string[]>,
  way: readonly string[],
  done: Set<string>,
): string[] {
  const before = way.indexOf(path);
  if (before !== -1) return [[...way.slice(before), path].join(' imports ')];
  if (done.has(path)) return [];
  const found = (imports.get(path) ?? []).flatMap((next) => cyclesFrom(next, imports, [...way, path], done));
  done.add(path);
  return found;
}
