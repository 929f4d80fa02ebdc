import { describe, expect, test } from 'vitest';
import { fraction, oneOf, onePositional, parseArguments, seconds, wholeNumber } from '../../../src/cli/options/args.ts';
import { usageCode } from '../../../src/words/usageError.ts';

describe('the arguments of a command', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['24h', 86_400],
    ['1.5h', 5400],
    ['7d', 604_800],
    ['0', 0],
  ])('%s is %d seconds', (text, expected) => {
    expect(seconds('max-time', text)).toBe(expected);
  });

  test.each([
    ['max-time', '24', '--max-time 24 has no unit: write `--max-time 24h` or `--max-time 24m`.'],
    ['since', '2', '--since 2 has no unit: write `--since 2h` or `--since 2d`.'],
    ['grace', '90', '--grace 90 has no unit: write `--grace 90s` or `--grace 90m`.'],
  ])('--%s %s is refused with the two likely meanings', (flag, text, sentence) => {
    expect(() => seconds(flag, text)).toThrow(sentence);
  });

  test.each([
    ['0.9', 0.9],
    ['90%', 0.9],
    ['90', 0.9],
    ['.5', 0.5],
    ['1', 1],
  ])('%s is the fraction %d', (text, expected) => {
    expect(fraction('target-map', text)).toBeCloseTo(expected, 12);
  });

  test.each([
    () => seconds('max-time', 'tomorrow'),
    () => fraction('target-map', '0'),
    () => fraction('target-map', '120%'),
    () => wholeNumber('max-epochs', '1.5'),
    () => wholeNumber('max-epochs', '-1'),
    () => oneOf('theme', 'pink', ['dark', 'light']),
    () => onePositional(['a', 'b'], 'FILE'),
    () => parseArguments(['--nonsense'], {}),
  ])('what makes no sense is refused in one sentence (%#)', (parse) => {
    expect(parse).toThrow(expect.objectContaining({ code: usageCode }));
    expect(parse).toThrow(/^[^\n]+\.$/);
  });

  test('a flag that was not given is null', () => {
    expect(seconds('max-time', undefined)).toBeNull();
    expect(onePositional([], 'FILE')).toBeNull();
  });
});
