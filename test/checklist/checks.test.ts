import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkIds, checks } from '../../src/checklist/checks/checks.ts';

const document = readFileSync(new URL('../../docs/checklist.md', import.meta.url), 'utf8');
const rows = document.split('\n').filter((line) => line.startsWith('| `'));

test('docs/checklist.md has a row for every check, in the order of the checklist, and no other', () => {
  const ids = rows.map((row) => /^\| `([^`]+)`/.exec(row)?.[1]);
  expect(ids).toEqual(checkIds());
});

test.each(checkIds())(
  'the row of %s tells what the check itself tells: level, title, reason, remedy and source',
  (id) => {
    const { level, title, why, todo, source } = checks[id];
    expect(rows.find((row) => row.startsWith(`| \`${id}\``))).toBe(
      `| \`${id}\` | ${level} | ${title} | ${why} | ${todo} | ${source} |`,
    );
  },
);

test.each(checkIds())('%s says in whole sentences why it matters and what to do', (id) => {
  expect(checks[id].why).toMatch(/^[A-Z].*\.$/);
  expect(checks[id].todo).toMatch(/^[A-Z].*\.$/);
  expect(checks[id].source).not.toBe('');
});
