import { describe, expect, test } from 'vitest';
import { inTurn, movesTo, type QueuePlace } from '../../../src/keeper/queue/reorder.ts';

/** A run that waits for another one. */
function queued(id: string, run: string | null, onlyOk = false) {
  const after = run === null ? null : { run, onlyOk };
  return { id, after, state: run === null ? 'running' : 'waiting', startedAt: id.codePointAt(0)! } as const;
}

const chain = [queued('a', null), queued('b', 'a'), queued('c', 'b', true), queued('d', 'c')];

/** The queue as it is after a move: each run with whom it waits for. */
function moved(id: string, place: QueuePlace, all: Parameters<typeof movesTo>[0] = chain): Record<string, string> {
  const order = Object.fromEntries(all.flatMap(({ id: each, after }) => (after ? [[each, after.run]] : [])));
  for (const { run, after } of movesTo(all, id, place)) order[run] = after.run;
  return order;
}

describe('a run of a queue that is moved', () => {
  test('goes before another one, and who waited for it takes its place', () => {
    expect(moved('d', { place: 'before', run: 'b' })).toEqual({ d: 'a', b: 'd', c: 'b' });
    expect(moved('c', { place: 'before', run: 'b' })).toEqual({ c: 'a', b: 'c', d: 'b' });
  });

  test('goes behind another one', () => {
    expect(moved('b', { place: 'after', run: 'd', onlyOk: false })).toEqual({ c: 'a', d: 'c', b: 'd' });
  });

  test('keeps the condition of each', () => {
    expect(movesTo(chain, 'd', { place: 'before', run: 'c' })).toEqual([
      { run: 'd', after: { run: 'b', onlyOk: false } },
      { run: 'c', after: { run: 'd', onlyOk: true } },
    ]);
  });

  test.each([
    ['a', { place: 'before', run: 'b' }, 'a does not wait, so it cannot be moved.'],
    ['b', { place: 'before', run: 'a' }, 'a does not wait, so nothing can be put before it.'],
    ['b', { place: 'before', run: 'b' }, 'b cannot wait for itself.'],
  ] as const)('%s is refused where that makes no queue', (id, place, problem) => {
    expect(() => movesTo(chain, id, place)).toThrow(problem);
  });

  test('is refused where two would wait for each other', () => {
    const fork = [queued('a', null), queued('b', 'a'), queued('c', 'b'), queued('x', 'a')];
    const broken = [queued('b', 'c'), queued('c', 'b'), queued('x', 'gone')];
    expect(moved('x', { place: 'after', run: 'c', onlyOk: false }, fork)['x']).toBe('c');
    expect(() => movesTo(broken, 'x', { place: 'after', run: 'b', onlyOk: false })).toThrow(
      'x cannot wait for b, which would wait for it.',
    );
  });
});

test('a queue is listed in the order in which it starts', () => {
  const all = [queued('e', 'b'), queued('d', 'c'), queued('c', 'a'), queued('b', 'd'), queued('a', null)];
  expect(inTurn(all).map(({ id }) => id)).toEqual(['c', 'd', 'b', 'e']);
});
