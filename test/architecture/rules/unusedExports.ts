import type { Rule } from '../rule.ts';
import { type SourceFile, sourceFiles, type Tree } from '../tree.ts';

export const unusedExports: Rule = {
  name: 'unused-exports',
  reason: 'What nobody calls is deleted, and what only its own file calls is private to it.',
  violations: (tree) => {
    const importers = importersOf(tree);
    return sourceFiles(tree).flatMap((file) =>
      exportedValues(file).flatMap((name) => {
        const by = [...(importers.get(`${file.path} ${name}`) ?? []), ...(importers.get(`${file.path} *`) ?? [])];
        if (by.some((path) => !path.startsWith('test/'))) return [];
        if (by.length === 0) return [`${file.path} exports ${name}, which nobody imports`];
        return isUsedIn(file, name) ? [] : [`${file.path} exports ${name}, which only tests import`];
      }),
    );
  },
};

/** Who imports a name, by the path of its file and the name. */
function importersOf(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const imported = tree.files.flatMap(({ path, imports }) =>
    imports.flatMap(({ from, names }) => names.map((name) => ({ key: `${from} ${name}`, path }))),
  );
  return new Map([...Map.groupBy(imported, ({ key }) => key)].map(([key, by]) => [key, by.map(({ path }) => path)]));
}

/** Functions and constants; a type may be exported to be named by whoever gets a value of it. */
function exportedValues({ tokens }: SourceFile): string[] {
  return tokens.flatMap(({ text }, at) => {
    if (text !== 'export') return [];
    const [kind, name] = tokens.slice(at + 1, at + 4).filter((token) => token.text !== 'async');
    return ['function', 'const', 'class'].includes(kind?.text ?? '') && name?.kind === 'word' ? [name.text] : [];
  });
}

function isUsedIn({ tokens }: SourceFile, name: string): boolean {
  return tokens.filter(({ kind, text }) => kind === 'word' && text === name).length > 1;
}
