import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelList as list, outMember as out, runsOut } from '../../support/fleet/acrossModel.ts';
import { standingAt, standingMember } from '../../support/fleet/standing.ts';

const lead = standingMember('lead', standingAt(0.6, 0.6));
const second = standingMember('second', standingAt(0.5, 0.6), 'gpu1');
const last = standingMember('last', standingAt(0.3, 0.6), 'gpu2');
const worse = standingMember('worse', standingAt(0.2, 0.6), 'gpu1');
const all = [lead, second, last, worse];

describe('an open list', () => {
  test('tells all machines of a group first, and gives a turn once all have listened for a while', () => {
    const { looks, isTaken } = list();
    expect(looks(0, ...all)?.telling).toMatchObject({ turn: null, runs: { length: 4 } });
    expect(looks(5, ...all)).toBeNull();
    isTaken(6);
    expect(looks(10, ...all)).toBeNull();
    expect(looks(21, ...all)?.telling.turn).toBe(worse.key);
  });

  test('tells anew twice a minute and more, since what was told counts for a while only', () => {
    const { looks, isTaken } = list();
    looks(0, lead, second);
    isTaken(1);
    expect(looks(29, lead, second)).toBeNull();
    expect(looks(30, lead, second)?.telling.turn).toBeNull();
  });

  test('gives the next turn only when the last is known to be over, and some seconds later', () => {
    const { looks, isTaken } = list();
    looks(0, ...all);
    isTaken(1);
    expect(looks(20, ...all)?.telling.turn).toBe(worse.key);
    isTaken(21);
    const left = [lead, second, last, out(worse)];
    expect(looks(25, ...left)?.telling.turn).toBeNull();
    isTaken(26);
    expect(looks(30, ...left)).toBeNull();
    expect(looks(41, ...left)?.telling.turn).toBe(last.key);
  });

  test('takes a turn back that is not used, and takes all back when a machine is away or the list is closed', () => {
    const turnGiven = () => {
      const opened = list();
      opened.looks(0, ...all);
      opened.isTaken(1);
      opened.looks(20, ...all);
      opened.isTaken(21);
      return opened;
    };
    expect(turnGiven().looks(90, ...all)?.telling).toMatchObject({ turn: null, runs: { length: 4 } });
    const away = { ...last, away: { since: 1, why: '' } };
    const { looks, isTaken } = turnGiven();
    expect(looks(30, lead, second, away, worse)?.telling.runs).toEqual([]);
    expect(looks(31, ...all)?.telling.turn).toBeNull();
    isTaken(32);
    // Where it could not be taken back it may still count.
    expect(looks(100, ...all)?.telling.turn).toBeNull();
    isTaken(101);
    expect(looks(121, ...all)?.telling.turn).toBe(worse.key);
    expect(turnGiven().looks(30)?.telling.runs).toEqual([]);
  });

  test('takes all back and rests where another list decides, or a machine does not answer', () => {
    const { looks, isRefused } = list();
    looks(0, ...all);
    expect(isRefused(1)).toMatchObject({ telling: { runs: [] }, to: { length: 3 } });
    expect(looks(60, ...all)).toBeNull();
    expect(looks(92, ...all)?.telling.runs).toHaveLength(4);
  });

  test('waits again when a machine comes to it', () => {
    const { looks, isTaken } = list();
    looks(0, lead, last);
    isTaken(1);
    expect(looks(50, ...all)?.telling.turn).toBeNull();
    isTaken(51);
    expect(looks(60, ...all)).toBeNull();
    expect(looks(66, ...all)?.telling.turn).toBe(worse.key);
  });
});

test('of two lists and their lines, however slow, never so many are out that fewer go on than are to', () => {
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
  // Otherwise it would hold because nobody ever decides.
  expect(total).toBeGreaterThan(0);
}, 120_000);
