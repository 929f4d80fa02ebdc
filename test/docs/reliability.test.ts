import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { trials } from '../trials/trials.ts';

const page = readFileSync('docs/reliability.md', 'utf8');

/** The names in the first column of a part of the page. */
function firstCells(part: string): readonly string[] {
  return Array.from(part.matchAll(/^\| `?([\w-]+)`? \|/gm), ([, name]) => name!).filter(
    (name) => name !== 'trial' && !/^-+$/.test(name),
  );
}

test('docs/reliability.md tells every trial, and quotes the table of all of them', () => {
  const names = trials.map(({ name }) => name);
  const [described = '', quoted = ''] = page.split('<!-- trials -->');
  expect(firstCells(described)).toEqual(names);
  expect(firstCells(quoted.split('<!-- end of the trials -->')[0]!)).toEqual(names);
});

test('every test that docs/reliability.md names is there', () => {
  const named = Array.from(page.matchAll(/\| `(test\/[\w./-]+)`: (.+) \|$/gm), ([, path, title]) => ({
    path: path!,
    title: title!,
  }));
  expect(named.length).toBeGreaterThan(0);
  const isThere = ({ path, title }: { path: string; title: string }): boolean =>
    existsSync(path) && readFileSync(path, 'utf8').includes(title);
  expect(named.filter((each) => !isThere(each))).toEqual([]);
});

test('docs/reliability.md has a row for each number of what broke under trial', () => {
  const numbers = new Set(Array.from(page.matchAll(/^\| (\d+) \| .* \| `test\//gm), ([, number]) => Number(number)));
  expect([...numbers]).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});
