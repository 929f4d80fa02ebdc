import { expect, test } from 'vitest';
import { oddsText } from '../../src/words/odds.ts';

test.each([
  [0, 'less than 1 in 100'],
  [0.009, 'less than 1 in 100'],
  [0.05, '1 in 20'],
  [0.07, '1 in 15'],
  [0.18, '1 in 6'],
  [0.5, '1 in 2'],
  [0.66, '2 in 3'],
  [0.9, '9 in 10'],
  [0.99, 'more than 19 in 20'],
  [Number.NaN, 'unknown'],
])('a chance of %s is said as %s', (chance, said) => {
  expect(oddsText(chance)).toBe(said);
});

test('a greater chance is never said as smaller odds', () => {
  const value = (text: string) => {
    const [part, of] = text.match(/\d+/g)!.map(Number);
    return text.startsWith('less') ? 0 : text.startsWith('more') ? 1 : part! / of!;
  };
  const said = Array.from({ length: 1001 }, (_, index) => value(oddsText(index / 1000)));
  expect(said).toEqual(said.toSorted((left, right) => left - right));
});
