import { expect, test } from 'vitest';
import { needs } from '../support/real/programs.ts';
import { stoppedBetweenItsFiles } from '../support/real/slowSaver.ts';
import { onLinux } from '../support/skipUnless.ts';

test(
  'a trainer that is stopped between its two files keeps both whole, nine times of nine',
  { timeout: 300_000, ...onLinux, ...needs('python3') },
  async () => {
    const results = [];
    for (let time = 0; time < 9; time++) results.push(await stoppedBetweenItsFiles());
    expect(results).toEqual(Array.from({ length: 9 }, () => [true, true]));
  },
);
