import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { trials } from '../trials/trials.ts';

test('CI installs every program for want of which a test would be skipped', () => {
  const script = readFileSync('.ci/run', 'utf8');
  const installed = new Set(Array.from(script.matchAll(/^ {2}\[([\w-]+)\]=/gm), ([, program]) => program!));
  const named = globSync('test/**/*.test.{ts,tsx}').flatMap((path) =>
    Array.from(readFileSync(path, 'utf8').matchAll(/\bneeds\('([\w-]+)'\)/g), ([, program]) => program!),
  );
  const wanted = new Set([...named, ...trials.flatMap(({ program = [] }) => program)]);
  expect([...wanted].filter((program) => !installed.has(program))).toEqual([]);
});
