import { basename, dirname } from 'node:path/posix';
import type { Rule } from '../rule.ts';

/**
 * `src/a/b.ts`, or all of the folder `src/a/b/`, is tested by `test/a/b.test.ts`, or by several
 * `test/a/b.ASPECT.test.ts`; a folder also by `test/a/b/b.test.ts`; with `.real` before `.test` where it belongs to
 * `npm run test:real`. What tests share is in `test/support/`.
 */
export const testTree: Rule = {
  name: 'test-tree',
  reason: "A file's test has its path, so that each is found from the other.",
  violations: (tree) => {
    const tested = new Set(tree.files.flatMap(({ path }) => testable(path)));
    return tree.files
      .filter(({ path }) => path.startsWith('test/') && !free.test(path))
      .flatMap(({ path }) => {
        const name = /^(.*?)(?:\.[\w-]+)?(?:\.real)?\.test\.tsx?$/.exec(path)?.[1];
        if (name === undefined) return [`${path} is no test, and helpers are in test/support/`];
        return tested.has(name) ? [] : [`${path} tests no file or folder of its path`];
      });
  },
};

/** Tests of the whole program, and what is no part of `src/`. */
const free = /^test\/(?:architecture|support|terminal|trainings|trials|docs|tools|plainSummary)\b/;

/** What a test of this module, or of a folder that it is in, may be called. */
function testable(path: string): readonly string[] {
  if (!path.startsWith('src/')) return [];
  const place = path.replace(/^src/, 'test').replace(/\.tsx?$/, '');
  const names = [place];
  for (let folder = dirname(place); folder !== 'test'; folder = dirname(folder)) {
    names.push(folder, `${folder}/${basename(folder)}`);
  }
  return names;
}
