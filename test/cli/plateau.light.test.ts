import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The packages that a module loads before it does anything, however many modules lie between. */
function packagesOf(entries: readonly string[]): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const open = entries.map((entry) => resolve(entry));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path) || !existsSync(path)) continue;
    seen.add(path);
    for (const name of importsOf(readFileSync(path, 'utf8'))) {
      if (name.startsWith('.')) open.push(resolve(dirname(path), name));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return packages;
}

/** What is imported when the module is: types are not, and what is asked for later is not yet. */
function importsOf(source: string): string[] {
  return Array.from(
    source.matchAll(/^(?:import|export)\s(?!type\b)(?:[^;'"]*?\sfrom\s)?\s*['"]([^'"]+)['"]/gm),
    ([, name]) => name!,
  );
}

describe('the first frame', () => {
  test.each([
    ['plateau watch', 'src/cli/watch.ts'],
    ['plateau attach', 'src/cli/attach.ts'],
    ['plateau alone', 'src/cli/list.ts'],
  ])('of %s waits for no package but those that draw it and check flags', (_name, entry) => {
    const wanted = new Set(['ink', 'react', 'ink-table', 'asciichart', 'valibot']);
    const packages = packagesOf([entry, 'src/app/view.ts', 'src/ui/terminal/dashboard.tsx', 'src/app/watchFleet.ts']);
    expect(packages).toContain('ink');
    expect(Array.from(packages).filter((name) => !wanted.has(name))).toEqual([]);
  });
});
