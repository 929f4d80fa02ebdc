import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coordinateGroups } from '../../../src/fleet/coordination/coordinateGroups.ts';
import type { FleetRequest, Reply } from '../../../src/fleet/request.ts';
import { sweep } from '../../support/fleet/groupProgress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const { lead, second, last } = sweep();

/** A list of these three runs, to which each machine answers with `reply`. */
function opened(reply: Reply = { state: 'done' }) {
  const sent: { readonly key: string; readonly turn: string | null; readonly runs: number }[] = [];
  const end = coordinateGroups({
    members: () => [lead, second, last],
    request: async (key: string, request: FleetRequest) => {
      if (request.ask === 'update-group')
        sent.push({ key, turn: request.update.turn, runs: request.update.runs.length });
      return reply;
    },
  });
  return { sent, end };
}

test('an open list sends all runs of a group to each machine, then whose turn it is, and withdraws that when it closes', async () => {
  const { sent, end } = opened();
  await vi.advanceTimersByTimeAsync(5100);
  const toEach = (turn: string | null, runs: number) =>
    [lead, second, last].map(({ key }) => expect.objectContaining({ key, turn, runs }));
  expect(sent).toEqual(expect.arrayContaining(toEach(null, 3)));
  expect(sent).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent.slice(3)).toEqual(expect.arrayContaining(toEach(last.key, 3)));
  expect(sent).toHaveLength(6);
  await end();
  expect(sent.slice(6)).toEqual(expect.arrayContaining(toEach(null, 0)));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(sent).toHaveLength(9);
});

test('a list that a machine refuses gives no turn', async () => {
  const { sent, end } = opened({ state: 'refused', problem: 'Another open list decides for this group now.' });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sent.length).toBeGreaterThan(6);
  expect(sent.every(({ turn }) => turn === null)).toBe(true);
  await end();
});
