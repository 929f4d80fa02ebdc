import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import { readTree } from './tree.ts';

/** What a rule finds in a tiny tree of these files, written to a folder of its own for as long as it is read. */
export function violationsOf(name: string, files: Readonly<Record<string, string>>): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'plateau-tree-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return ruleCalled(name).violations(readTree(root));
  } finally {
    rmSync(root, { recursive: true });
  }
}

function ruleCalled(name: string): Rule {
  const rule = rules.find((each) => each.name === name);
  if (rule === undefined) throw new Error(`There is no rule ${name}.`);
  return rule;
}
