import type { Rule } from '../rule.ts';
import { type SourceFile, sourceFiles, type Tree } from '../tree.ts';

export const pureRooms: Rule = {
  name: 'pure-rooms',
  reason:
    'What is a pure function of its arguments can be replayed, tested without waiting and trusted: no file system, process, timer or clock.',
  violations: (tree) =>
    pure.flatMap((place) => {
      const files = sourceFiles(tree).filter(({ path }) => path.startsWith(place));
      if (files.length === 0) return [`there is no ${place}, which should be pure`];
      return files.flatMap((file) => impureImports(file, tree).concat(impureGlobals(file)));
    }),
};

/** Where the paths of pure modules begin. */
const pure = ['src/run/', 'src/trainers/', 'src/advisor/', 'src/stopping/machine', 'src/charts/', 'src/ui/view/'];

const impureModules =
  /^(?:node:(?:fs|child_process|cluster|worker_threads|timers|process|os|net|https?|dgram|tty|readline|perf_hooks|sqlite)(?:\/.*)?|execa)$/;

/**
 * Says how an impure module is reached, be it over several files; what is imported for its types only is not reached.
 */
function impureImports({ path }: SourceFile, tree: Tree): string[] {
  const files = new Map(tree.files.map((file) => [file.path, file]));
  const ways = [[path]];
  const seen = new Set([path]);
  for (const way of ways) {
    for (const { from, typesOnly } of files.get(way.at(-1)!)?.imports ?? []) {
      if (typesOnly || seen.has(from)) continue;
      seen.add(from);
      ways.push([...way, from]);
    }
  }
  return ways.filter((way) => impureModules.test(way.at(-1)!)).map((way) => way.join(' imports '));
}

/** Global functions of timers and clocks. `new Date(time)` and `process` as a name of one's own are pure. */
function impureGlobals({ path, tokens }: SourceFile): string[] {
  const ownNames = new Set(tokens.flatMap(({ text }, at) => (text === 'const' ? [tokens[at + 1]?.text] : [])));
  return tokens.flatMap(({ kind, text, line }, at) => {
    if (kind !== 'word' || tokens[at - 1]?.text === '.' || ownNames.has(text)) return [];
    const behind = tokens.slice(at + 1, at + 4).map((token) => token.text);
    const used = impureUses.find(({ name, next }) => name === text && next.every((token, n) => token === behind[n]));
    return used === undefined ? [] : [`${path}:${line} uses ${[text, ...used.next].join('')}`];
  });
}

/** A global name, and the tokens behind it that make its use impure. */
const impureUses: readonly { readonly name: string; readonly next: readonly string[] }[] = [
  { name: 'setTimeout', next: ['('] },
  { name: 'setInterval', next: ['('] },
  { name: 'setImmediate', next: ['('] },
  { name: 'queueMicrotask', next: ['('] },
  { name: 'performance', next: ['.'] },
  { name: 'process', next: ['.'] },
  { name: 'process', next: ['['] },
  { name: 'Date', next: ['.', 'now'] },
  { name: 'Date', next: ['(', ')'] },
];
