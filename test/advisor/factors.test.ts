import { describe, expect, test } from 'vitest';
import { effectText, factorLines, movesText } from '../../src/advisor/factors.ts';
import type { Factor } from '../../src/advisor/verdict.ts';

function factor(topic: Factor['topic'], effect: number | null): Factor {
  return { topic, effect, text: 'as measured', at: 10 };
}

describe('what a factor does to the odds', () => {
  test.each([
    [0.3, 'raises the odds a lot'],
    [0.1, 'raises the odds'],
    [-0.05, 'lowers the odds a little'],
    [-0.01, 'hardly matters'],
    [null, null],
  ])('%s: %s', (effect, text) => {
    expect(effectText(factor('time left', effect))).toBe(text);
  });

  test('is said in the plural of the losses', () => {
    expect(effectText(factor('losses', -0.01))).toBe('hardly matter');
    expect(factorLines([factor('losses', -0.1), factor('time left', -0.1), factor('losses', 0)])).toEqual([
      'losses lower the odds: as measured',
      'time left lowers the odds: as measured',
      'losses hardly matter: as measured',
    ]);
  });

  test('is left out where no model judges', () => {
    expect(factorLines([factor('learning rate', null)])).toEqual(['learning rate: as measured']);
  });
});

describe('what moves the odds', () => {
  test('is told largest first, what agrees with the largest together', () => {
    expect(
      movesText([
        factor('recent progress', -0.3),
        factor('time left', 0.1),
        factor('losses', -0.1),
        factor('learning rate', 0.01),
      ]),
    ).toBe('recent progress and losses lower that, time left raises it');
    expect(movesText([factor('losses', 0.05)])).toBe('losses raise that');
  });

  test('is nothing where all hardly matters, or no model judges', () => {
    expect(movesText([factor('losses', 0.01), factor('time left', null)])).toBeNull();
  });
});
