import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stoppingTable, withTable } from '../../tools/stoppingTable.ts';
import { commands } from '../../src/cli/commands.ts';

const page = readFileSync('docs/stopping.md', 'utf8');

test('docs/stopping.md says of every trainer what the program knows of it (node tools/stoppingTable.ts writes it anew)', () => {
  expect(page).toBe(withTable(page, stoppingTable()));
});

test('docs/stopping.md names no flag that the commands do not have', () => {
  const known = new Set(commands.flatMap(({ flags }) => flags.flatMap((group) => Object.keys(group.flags))));
  const named = new Set(page.slice(0, page.indexOf('<!-- trainers')).match(/(?<=[ `])--[a-z][a-z-]*/g));
  expect([...named].filter((flag) => !known.has(flag.slice(2)))).toEqual([]);
});
