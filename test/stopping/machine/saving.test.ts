import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestLull, quietTime } from '../../../src/stopping/defaults.ts';
import {
  newSavingWatch,
  type OpenCheckpoint,
  type Saving,
  savingAfter,
  savingNow,
} from '../../../src/stopping/machine/saving.ts';

/** What was open at a look, by its size. */
interface Look {
  readonly at: number;
  readonly size: number | null;
  readonly halted?: boolean;
}

function open(at: number, size: number, modified = at): OpenCheckpoint {
  return { path: '/runs/last.pt', fingerprint: String(size), modified };
}

/** The save that is seen at the last look. */
function seen(looks: readonly Look[], modified?: number): Saving | null {
  const watch = looks.reduce(
    (before, { at, size, halted = false }) =>
      savingAfter(before, size === null ? [] : [open(at, size, modified)], at, halted),
    newSavingWatch,
  );
  return savingNow(watch, looks.at(-1)!.at);
}

const saving: Saving = { files: ['/runs/last.pt'] };

describe('whether a training saves', () => {
  test('is not known before nothing has been open for a second', () => {
    expect(seen([{ at: 0, size: null }])).toEqual({ files: [] });
    expect(seen([0, 0.5, 0.99].map((at) => ({ at, size: null })))).toEqual({ files: [] });
    expect(seen([0, 0.5, quietTime].map((at) => ({ at, size: null })))).toBeNull();
  });

  test('is so while a file is open, and for the second after, in which the next one may be opened', () => {
    const saves = [0, 1, 2].map((at) => ({ at, size: at }));
    expect(seen(saves)).toEqual(saving);
    expect(seen([...saves, { at: 2.1, size: null }, { at: 3, size: null }])).toEqual({ files: [] });
    expect(seen([...saves, { at: 2.1, size: null }, { at: 3.1, size: null }])).toBeNull();
    expect(seen([...saves, { at: 2.1, size: null }, { at: 2.18, size: 1 }])).toEqual(saving);
  });

  test('is not so of a file that stays as it is', () => {
    const still = (end: number) => [0, 15, end].map((at) => ({ at, size: 7 }));
    expect(seen(still(longestLull - 0.1))).toEqual(saving);
    expect(seen([...still(longestLull), { at: longestLull + quietTime, size: 7 }])).toBeNull();
  });

  test('is not so at once of a file that was written long ago, but for one that changes whatever its server says', () => {
    expect(
      seen(
        [
          { at: 1000, size: 7 },
          { at: 1001, size: 7 },
        ],
        700,
      ),
    ).toBeNull();
    expect(
      seen(
        [
          { at: 1000, size: 7 },
          { at: 1001, size: 8 },
        ],
        700,
      ),
    ).toEqual(saving);
  });

  test('is so of a half-written file of a training that is paused, however long that lasts', () => {
    const paused = [0, 50, 5000].map((at) => ({ at, size: 7, halted: true }));
    expect(seen(paused)).toEqual(saving);
    expect(seen([...paused, { at: 5001, size: 7 }])).toEqual(saving);
  });

  test('names a file once, however many processes have it open', () => {
    const watch = savingAfter(newSavingWatch, [open(1000, 7), open(1000, 7)], 1000, false);
    expect(savingNow(watch, 1000)).toEqual({ files: ['/runs/last.pt'] });
  });

  test('is never denied within a second of a look at a file that changes', () => {
    const steps = fc.array(fc.record({ by: fc.double({ min: 0.05, max: 0.5, noNaN: true }), open: fc.boolean() }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(steps, (drawn) => {
        let at = 0;
        const looks = drawn.map(({ by, open: isOpen }, index) => {
          at += by;
          return { at, size: isOpen ? index : null };
        });
        const last = looks.findLast(({ size }) => size !== null);
        const isJustOpen = last !== undefined && at - last.at < quietTime;
        return !isJustOpen || seen(looks) !== null;
      }),
    );
  });
});
