import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLight, siftAnswers } from '../../../../src/ui/terminal/capabilities/answers.ts';

const white = '\u001B]11;rgb:ffff/ffff/ffff\u0007';
const whatItIs = '\u001B[?62;22c';

describe('what came from a terminal', () => {
  test.each([
    ['both answers', `${white}${whatItIs}`, { keys: '', background: 'rgb:ffff/ffff/ffff', isOver: true, rest: '' }],
    ['an answer with the other end', '\u001B]11;rgb:0/0/0\u001B\\', { keys: '', background: 'rgb:0/0/0' }],
    ['answers between keys', `q${white}\u001B[A${whatItIs}s`, { keys: 'q\u001B[As', isOver: true }],
    ['an answer that is not whole', 'q\u001B]11;rgb:ff', { keys: 'q', background: null, rest: '\u001B]11;rgb:ff' }],
    ['what may be Escape or the beginning', 'q\u001B', { keys: 'q', rest: '\u001B' }],
    ['keys alone', '\u001B[A\u001BOPq', { keys: '\u001B[A\u001BOPq', background: null, isOver: false, rest: '' }],
    ['a paste', '\u001B[200~11;rgb\u001B[201~', { keys: '\u001B[200~11;rgb\u001B[201~', rest: '' }],
  ])('%s is sifted', (_, text, sifted) => {
    expect(siftAnswers(text)).toMatchObject(sifted);
  });

  test('is the same in whatever pieces it comes', () => {
    const whole = `q${white}\u001B[A${whatItIs}\u001B[1;5Cs`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length })), (cuts) => {
        const borders = [0, ...cuts.toSorted((one, other) => one - other), whole.length];
        let held = '';
        let keys = '';
        for (const [at, border] of borders.entries()) {
          const sifted = siftAnswers(held + whole.slice(border, borders[at + 1] ?? border));
          held = sifted.rest;
          keys += sifted.keys;
        }
        expect(keys + held).toBe('q\u001B[A\u001B[1;5Cs');
      }),
    );
  });
});

test.each([
  ['rgb:ffff/ffff/ffff', true],
  ['rgb:fdfd/f6f6/e3e3', true],
  ['rgba:ffff/ffff/ffff/8000', true],
  ['rgb:00/2b/36', false],
  ['rgb:0/0/0', false],
  ['white', null],
  ['', null],
])('a background of %s: %s', (colour, light) => {
  expect(isLight(colour)).toBe(light);
});
