import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rooms } from '../architecture/rooms.ts';

const page = readFileSync('docs/architecture.md', 'utf8');

test('docs/architecture.md has a row for every room, in their order, and no other', () => {
  const rows = Array.from(page.matchAll(/^\| `(\w+)\/` \|/gm), ([, room]) => room);
  const folders = new Set(readdirSync('src'));
  expect(rows).toEqual(rooms.filter((room) => folders.has(room)));
  expect(new Set(rows)).toEqual(folders);
});

test('every file and folder that docs/architecture.md names is there', () => {
  const named = Array.from(page.matchAll(/`((?:src|test|docs|bench|fixtures|tools)\/[\w./-]*)`/g), ([, path]) => path!);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
