import { expect, test } from 'vitest';
import { siftMouse } from '../../../../src/ui/terminal/capabilities/siftMouse.ts';

const escape = '\u001B';

test.each([
  ['keys alone', 'q[<0;1;1M', { keys: 'q[<0;1;1M', reports: [], rest: '' }],
  ['a report among keys', `a${escape}[<0;3;4Mb`, { keys: 'ab', reports: ['[<0;3;4M'], rest: '' }],
  [
    'several in one read',
    `${escape}[<64;1;1M${escape}[<0;2;2m`,
    { keys: '', reports: ['[<64;1;1M', '[<0;2;2m'], rest: '' },
  ],
  ['the first half of one', `x${escape}[<64;1`, { keys: 'x', reports: [], rest: `${escape}[<64;1` }],
  ['an arrow', `${escape}[A`, { keys: `${escape}[A`, reports: [], rest: '' }],
  [
    'one that never ends',
    `${escape}[<${'9'.repeat(40)}`,
    { keys: `${escape}[<${'9'.repeat(40)}`, reports: [], rest: '' },
  ],
])('%s', (_, text, sifted) => {
  expect(siftMouse(text)).toEqual(sifted);
});
