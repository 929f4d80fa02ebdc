import { describe, expect, test } from 'vitest';
import { mouseEvent } from '../../../src/ui/state/mouse.ts';

describe('what a terminal reports of the mouse', () => {
  test.each([
    ['[<0;1;1M', { did: 'press', column: 0, row: 0 }],
    ['[<64;200;60M', { did: 'wheel-up', column: 199, row: 59 }],
    ['[<65;3;2M', { did: 'wheel-down', column: 2, row: 1 }],
    ['[<0;1;1m', { did: 'other', column: 0, row: 0 }],
    ['[<2;1;1M', { did: 'other', column: 0, row: 0 }],
    ['[<4;1;1M', { did: 'other', column: 0, row: 0 }],
  ])('%s', (input, event) => {
    expect(mouseEvent(input)).toEqual(event);
  });

  test.each(['', 'q', '[<0;1M', '[<0;1;1', '[A', 'x[<0;1;1M'])('%j is no report', (input) => {
    expect(mouseEvent(input)).toBeNull();
  });
});
