import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelList as list, outMember as out, runsOut } from '../../support/fleet/coordinationModel.ts';
import { sweep } from '../../support/fleet/groupProgress.ts';

const { lead, second, last, worse } = sweep();
const all = [lead, second, last, worse];

describe('an open list', () => {
  test('sends the group to all machines first, and gives a turn once all have accepted it for a while', () => {
    const { polls, isAccepted } = list();
    expect(polls(0, ...all)?.update).toMatchObject({ turn: null, runs: { length: 4 } });
    expect(polls(5, ...all)).toBeNull();
    isAccepted(6);
    expect(polls(10, ...all)).toBeNull();
    expect(polls(21, ...all)?.update.turn).toBe(worse.key);
  });

  test('sends an update every 30 s, since updates expire', () => {
    const { polls, isAccepted } = list();
    polls(0, lead, second);
    isAccepted(1);
    expect(polls(29, lead, second)).toBeNull();
    expect(polls(30, lead, second)?.update.turn).toBeNull();
  });

  test('gives the next turn only some seconds after the machines know that the last one has ended', () => {
    const { polls, isAccepted } = list();
    polls(0, ...all);
    isAccepted(1);
    expect(polls(20, ...all)?.update.turn).toBe(worse.key);
    isAccepted(21);
    const left = [lead, second, last, out(worse)];
    expect(polls(25, ...left)?.update.turn).toBeNull();
    isAccepted(26);
    expect(polls(30, ...left)).toBeNull();
    expect(polls(41, ...left)?.update.turn).toBe(last.key);
  });

  test('ends a turn that is not used, and withdraws its update when a machine is away or the group is gone', () => {
    const turnGiven = () => {
      const opened = list();
      opened.polls(0, ...all);
      opened.isAccepted(1);
      opened.polls(20, ...all);
      opened.isAccepted(21);
      return opened;
    };
    expect(turnGiven().polls(90, ...all)?.update).toMatchObject({ turn: null, runs: { length: 4 } });
    const away = { ...last, away: { since: 1, why: '' } };
    const { polls, isAccepted } = turnGiven();
    expect(polls(30, lead, second, away, worse)?.update.runs).toEqual([]);
    expect(polls(31, ...all)?.update.turn).toBeNull();
    isAccepted(32);
    // Where the withdrawal did not arrive, the turn is valid until it expires.
    expect(polls(100, ...all)?.update.turn).toBeNull();
    isAccepted(101);
    expect(polls(121, ...all)?.update.turn).toBe(worse.key);
    expect(turnGiven().polls(30)?.update.runs).toEqual([]);
  });

  test('withdraws its update and waits when a machine refuses it or does not answer', () => {
    const { polls, isRefused } = list();
    polls(0, ...all);
    expect(isRefused(1)).toMatchObject({ update: { runs: [] }, recipients: { length: 3 } });
    expect(polls(60, ...all)).toBeNull();
    expect(polls(92, ...all)?.update.runs).toHaveLength(4);
  });

  test('waits again when another machine joins', () => {
    const { polls, isAccepted } = list();
    polls(0, lead, last);
    isAccepted(1);
    expect(polls(50, ...all)?.update.turn).toBeNull();
    isAccepted(51);
    expect(polls(60, ...all)).toBeNull();
    expect(polls(66, ...all)?.update.turn).toBe(worse.key);
  });
});

test('with two lists and slow or broken connections, at least `keep` runs always go on', () => {
  let total = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(99), { minLength: 400, maxLength: 800 }), (tape) => {
      let at = 0;
      const counts = runsOut(4, () => tape[at++ % tape.length]!);
      expect(Math.max(...counts)).toBeLessThanOrEqual(2);
      total += counts.at(-1)!;
    }),
    { numRuns: 20 },
  );
  // Some runs were stopped, so that the test can fail.
  expect(total).toBeGreaterThan(0);
}, 120_000);
