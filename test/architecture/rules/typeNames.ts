import type { Rule } from '../rule.ts';
import { roomOf, type SourceFile, sourceFiles } from '../tree.ts';

export const oneRoomATypeName: Rule = {
  name: 'one-room-a-type-name',
  reason: 'A name that means two things in two rooms has to be looked up each time it is read.',
  violations: (tree) => {
    const places = Map.groupBy(
      sourceFiles(tree).flatMap((file) => exportedTypes(file).map((name) => ({ name, path: file.path }))),
      ({ name }) => name,
    );
    return [...places].flatMap(([name, declared]) => {
      if (new Set(declared.map(({ path }) => roomOf(path))).size < 2) return [];
      return [`${name} is exported by ${declared.map(({ path }) => path).join(' and ')}`];
    });
  },
};

/** The names that are declared here; what is only handed on (`export type { X } from`) is not. */
function exportedTypes({ tokens }: SourceFile): string[] {
  return tokens.flatMap(({ text }, at) => {
    const [kind, name] = tokens.slice(at + 1, at + 3);
    const declares = text === 'export' && ['interface', 'type', 'class'].includes(kind?.text ?? '');
    return declares && name?.kind === 'word' ? [name.text] : [];
  });
}
