import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decideAcross } from '../../../src/fleet/across/decideAcross.ts';
import type { FleetRequest, Reply } from '../../../src/fleet/request.ts';
import { standingAt, standingMember } from '../../support/fleet/standing.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const lead = standingMember('lead', standingAt(0.6, 0.6));
const second = standingMember('second', standingAt(0.5, 0.6), 'gpu1');
const last = standingMember('last', standingAt(0.3, 0.6), 'gpu2');

/** A list of these three, whose machines answer so. */
function opened(reply: Reply = { state: 'done' }) {
  const asked: { readonly key: string; readonly turn: string | null; readonly runs: number }[] = [];
  const end = decideAcross({
    members: () => [lead, second, last],
    request: async (key: string, request: FleetRequest) => {
      if (request.ask === 'tell') asked.push({ key, turn: request.telling.turn, runs: request.telling.runs.length });
      return reply;
    },
  });
  return { asked, end };
}

test('an open list tells each machine of a group of all runs, then whose turn it is, and takes that back at its end', async () => {
  const { asked, end } = opened();
  await vi.advanceTimersByTimeAsync(5100);
  const toEach = (turn: string | null, runs: number) =>
    [lead, second, last].map(({ key }) => expect.objectContaining({ key, turn, runs }));
  expect(asked).toEqual(expect.arrayContaining(toEach(null, 3)));
  expect(asked).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked.slice(3)).toEqual(expect.arrayContaining(toEach(last.key, 3)));
  expect(asked).toHaveLength(6);
  await end();
  expect(asked.slice(6)).toEqual(expect.arrayContaining(toEach(null, 0)));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toHaveLength(9);
});

test('a list that a machine does not listen to gives no turn', async () => {
  const { asked, end } = opened({ state: 'refused', problem: 'Another open list decides for this group now.' });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked.length).toBeGreaterThan(6);
  expect(asked.every(({ turn }) => turn === null)).toBe(true);
  await end();
});
