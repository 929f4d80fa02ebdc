import { expect, test } from 'vitest';
import { askBriefly } from '../../../src/processes/programs/askBriefly.ts';

test('a program that ends is told with all that it printed', async () => {
  expect(await askBriefly('sh', ['-c', 'echo out; sleep 0.1; echo err >&2; exit 3'], 20)).toEqual({
    status: 3,
    text: 'out\nerr\n',
  });
});

test('one that is not there is missing', async () => {
  expect(await askBriefly('plateau-no-such-program', [], 20)).toBe('missing');
});

test('one that does not end is silent, also where what it started holds its output open', async () => {
  expect(await askBriefly('sleep', ['600'], 0.2)).toBe('silent');
  expect(await askBriefly('sh', ['-c', 'sleep 5 & wait'], 0.2)).toBe('silent');
});
