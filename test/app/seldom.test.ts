import { expect, test } from 'vitest';
import { seldom } from '../../src/app/seldom.ts';

test('a look that is asked for again within its time is not taken again', () => {
  const taken: string[] = [];
  const look = seldom(600, (at: string) => taken.push(at));
  expect([look('first'), look('second')]).toEqual([1, 1]);
  expect(taken).toEqual(['first']);
});

test('it is taken again once the time is over', () => {
  const taken: string[] = [];
  const look = seldom(0, (at: string) => taken.push(at));
  expect([look('first'), look('second')]).toEqual([1, 2]);
  expect(taken).toEqual(['first', 'second']);
});
