import { expect, test } from 'vitest';
import type { ProcessFacts } from '../../src/processes/processFacts.ts';
import { asTree, topmostOf, withDescendants } from '../../src/processes/tree.ts';

const facts = (pid: number, parent: number, group = 10): ProcessFacts => ({
  pid,
  parent,
  group,
  startTime: pid,
  user: 0,
  stopped: false,
  ignoresInterrupt: false,
  command: `program ${pid}`,
});

/** 10 started 11 and 14; 11 started 12, which started 13 in a group of its own. The list is in no order. */
const processes = [facts(13, 12, 13), facts(14, 10), facts(12, 11), facts(11, 10), facts(10, 1), facts(20, 1)];

test('descendants come after their parents, those in other groups too', () => {
  expect([...withDescendants([10], processes)]).toEqual([10, 14, 11, 12, 13]);
  expect([...withDescendants([12, 11], processes)]).toEqual([12, 13, 11]);
});

test('a loop of parents, as numbers given anew could make one, ends', () => {
  expect([...withDescendants([1], [facts(1, 2), facts(2, 1)])]).toEqual([1, 2]);
});

test('the topmost are those without an ancestor among the others', () => {
  expect(topmostOf([12, 13, 20, 11], processes)).toEqual([20, 11]);
});

test('a tree says how deep each process stands below the others that are listed', () => {
  const tree = asTree(
    processes.filter(({ pid }) => pid !== 12 && pid !== 20),
    10,
  );
  expect(tree.map(({ pid, depth, inGroup }) => [pid, depth, inGroup])).toEqual([
    [13, 0, false],
    [10, 0, true],
    [14, 1, true],
    [11, 1, true],
  ]);
});
