import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pending } from './pending.ts';
import { difference } from './ratchet.ts';
import { rules } from './rules/index.ts';
import { readTree } from './tree.ts';

const tree = readTree(fileURLToPath(new URL('../..', import.meta.url)));

describe('of this tree', () => {
  test.each(rules)('$name', ({ name, reason, violations }) => {
    const stands = pending.flatMap(([rule, violation]) => (rule === name ? [violation] : []));
    const { more, fewer } = difference(violations(tree), stands);
    if (fewer.length > 0) console.warn(`${name}: ${fewer.length} pending ones are gone (renewPending.ts).`);
    // A file that has moved takes its violations along: they count as new only where they are more than before.
    const violated = more.length > fewer.length ? more : [];
    expect({ reason, violated }).toEqual({ reason, violated: [] });
  });
});
