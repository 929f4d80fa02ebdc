import { dirname, join } from 'node:path/posix';
import type { Rule } from '../rule.ts';
import type { Token } from '../tokens.ts';
import type { SourceFile } from '../tree.ts';

export const testHabits: readonly Rule[] = [
  {
    name: 'skips-say-why',
    reason: 'A test that is skipped is said at the end of `npm test` with what it needs: skipUnless() in test/support.',
    violations: (tree) =>
      tree.files
        .filter(({ path }) => isTest(path))
        .flatMap((file) => skips(file).map((line) => `${file.path}:${line} skips without a word`)),
  },
  {
    name: 'own-fixtures',
    reason: 'A test that reads what is beside the checkout is skipped wherever that is missing.',
    violations: (tree) =>
      tree.files
        .filter(({ path }) => isTest(path))
        .flatMap((file) => pathsOutside(file).map(({ line, text }) => `${file.path}:${line} reads ${text}`)),
  },
];

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) && !path.startsWith('test/architecture/');
}

function skips({ tokens }: SourceFile): number[] {
  return tokens.flatMap(({ line }, at) => {
    const [declared, dot, how] = tokens.slice(at, at + 3).map(({ text }) => text);
    const chained = ['test', 'describe'].includes(declared ?? '') && dot === '.' && skipping.has(how ?? '');
    return chained || (declared === 'skip' && dot === ':') ? [line] : [];
  });
}

const skipping = new Set(['skip', 'skipIf', 'runIf', 'todo']);

/** Relative paths that lead out of the repository. */
function pathsOutside({ path, tokens }: SourceFile): readonly Token[] {
  return tokens.filter(({ kind, text }) => {
    const named = text.slice(1);
    return kind === 'string' && named.startsWith('../') && join(dirname(path), named).startsWith('../');
  });
}
