import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from './rules/index.ts';
import { readTree } from './tree.ts';

const tree = readTree(fileURLToPath(new URL('../..', import.meta.url)));

describe('in this tree', () => {
  test.each(rules)('$name', ({ reason, violations }) => {
    const found = violations(tree);
    expect({ reason, found }).toEqual({ reason, found: [] });
  });
});
