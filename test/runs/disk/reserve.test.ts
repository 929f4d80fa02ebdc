import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spaceProblem } from '../../../src/runs/disk/diskSpace.ts';
import { reserveStep } from '../../../src/runs/disk/reserve.ts';

const gigabyte = 1024 ** 3;
const disk = (used: number, free: number) => ({ used: used * gigabyte, free: free * gigabyte });

describe('a disk', () => {
  test.each([
    [disk(50, 50), /^null$/],
    [disk(94, 6), /^null$/],
    [disk(95, 5), /is 95 % full \(5\.\d GB free\): free some space there/],
    [disk(100, 0), /is 100 % full \(0 B free\)/],
  ])('%j', (space, problem) => {
    expect(String(spaceProblem(space, '/state', true))).toMatch(problem);
  });

  test('without its reserve is said to have none left', () => {
    expect(spaceProblem(disk(99, 1), '/state', false)).toContain('and no reserve is left');
  });
});

describe('the reserve', () => {
  test('is made where there is plenty of room, kept as long as there is some, and given up when there is none', () => {
    expect(reserveStep(disk(50, 50), false)).toBe('make');
    expect(reserveStep(disk(97, 3), false)).toBeNull();
    expect(reserveStep(disk(99.99, 0.01), true)).toBeNull();
    expect(reserveStep(disk(100, 0.001), true)).toBe('give up');
    expect(reserveStep(disk(100, 0), false)).toBeNull();
  });

  test('is never made where it would then be given up, and none on a disk too small for one', () => {
    // From half a gigabyte on every disk has a reserve of 16 MB.
    const size = fc.double({ min: 0.5, max: 100, noNaN: true });
    fc.assert(
      fc.property(size, size, (used, free) => {
        const isMade = reserveStep(disk(used, free), false) === 'make';
        expect(isMade && reserveStep(disk(used + 16 / 1024, free - 16 / 1024), true) === 'give up').toBe(false);
      }),
    );
    expect(reserveStep({ used: 0, free: 128 * 1024 }, false)).toBeNull();
  });
});
