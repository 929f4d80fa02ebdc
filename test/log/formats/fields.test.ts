import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accept,
  ascii,
  atEnd,
  createCursor,
  endsWith,
  expect as expectText,
  indexOf,
  place,
  readInteger,
  readNumber,
  skipPast,
  skipSpaces,
  skipWord,
  startsWith,
  textBetween,
} from '../../../src/log/formats/fields.ts';
import type { Line } from '../../../src/log/lines/line.ts';

/** A line in the middle of other bytes, as lines are: what lies outside of it must not be seen. */
function lineOf(text: string, around = '77'): Line {
  const bytes = Buffer.from(around + text + around);
  const start = around.length;
  return { bytes, start, end: bytes.length - around.length, volatile: false, time: null, text: () => text };
}

/** The number that is read, and what is left of the line; null when the cursor failed. */
function numberIn(text: string, read = readNumber): [number, string] | null {
  const cursor = createCursor();
  const line = lineOf(text);
  place(cursor, line);
  const value = read(cursor);
  return cursor.failed ? null : [value, textBetween(line, cursor.position, line.end)];
}

describe('a number', () => {
  test.each([
    ['0', 0],
    ['12', 12],
    ['53.059830', 53.05983],
    ['-1.000000', -1],
    ['+0.5', 0.5],
    ['.25', 0.25],
    ['5.', 5],
    ['1e-05', 1e-5],
    ['2.5E+3', 2500],
    ['0.000000', 0],
    ['123456789012345678', 123456789012345680],
    ['0.1234567890123456789', 0.12345678901234568],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['1e400', Infinity],
  ])('%s is read', (text, value) => {
    expect(numberIn(text)).toEqual([value, '']);
  });

  test.each([
    'nan',
    '-nan',
    'NaN',
    'nan(ind)',
    '-nan(ind)',
    'nan(snan)',
    '-1.#IND00',
    '1.#IND',
    '1.#QNAN0',
    '-1.#SNAN',
  ])('%s is not a number, and no failure', (text) => {
    expect(numberIn(text)).toEqual([Number.NaN, '']);
  });

  test.each([
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['+Infinity', Infinity],
    ['-INF', -Infinity],
    ['1.#INF', Infinity],
    ['-1.#INF00', -Infinity],
    ['1.#J', Infinity],
  ])('%s is infinite', (text, value) => {
    expect(numberIn(text)).toEqual([value, '']);
  });

  test('ends where it cannot go on', () => {
    expect(numberIn('1.5, 2')).toEqual([1.5, ', 2']);
    expect(numberIn('3epochs')).toEqual([3, 'epochs']);
    expect(numberIn('1e-x')).toEqual([1, 'e-x']);
    expect(numberIn('1.2.3')).toEqual([1.2, '.3']);
    expect(numberIn('nan(')).toEqual([Number.NaN, '(']);
    expect(numberIn('-nan, 0.5')).toEqual([Number.NaN, ', 0.5']);
  });

  test.each(['', '-', '.', '-.', 'e5', 'nancy', 'info', 'na', 'in', ' 1', 'x1', '+-1', '1.#'])('%j is none', (text) => {
    expect(numberIn(text)).toBeNull();
  });

  test('is exactly what Number makes of the same text', () => {
    const printed = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc
        .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 20 }))
        .map(([x, digits]) => x.toFixed(digits)),
      fc
        .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 20 }))
        .map(([x, digits]) => x.toExponential(digits)),
      fc.stringMatching(/^[+-]?\d{1,25}(\.\d{0,25})?$/u),
    );
    fc.assert(
      fc.property(printed, (text) => {
        expect(numberIn(text)).toEqual([Number(text), '']);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('an integer', () => {
  test('has a sign and digits, and nothing else', () => {
    expect(numberIn('1600: 0.5', readInteger)).toEqual([1600, ': 0.5']);
    expect(numberIn('-8 images', readInteger)).toEqual([-8, ' images']);
    expect(numberIn('12.5', readInteger)).toEqual([12, '.5']);
    expect(numberIn('99999999999999999999', readInteger)).toEqual([1e20, '']);
  });

  test.each(['', '-', 'x', '.5', 'nan'])('%j is none', (text) => {
    expect(numberIn(text, readInteger)).toBeNull();
  });
});

describe('a cursor', () => {
  test('reads a line straight down', () => {
    const cursor = createCursor();
    place(cursor, lineOf(' 12: 0.5, -nan avg loss, 8 images'));
    skipSpaces(cursor);
    const iteration = readInteger(cursor);
    expectText(cursor, ascii(': '));
    const loss = readNumber(cursor);
    expectText(cursor, ascii(', '));
    const average = readNumber(cursor);
    skipPast(cursor, ascii('loss, '));
    const images = readInteger(cursor);
    skipSpaces(cursor);
    skipWord(cursor);
    expect([iteration, loss, average, images, atEnd(cursor), cursor.failed]).toEqual([
      12,
      0.5,
      Number.NaN,
      8,
      true,
      false,
    ]);
  });

  test('that failed stays so, does nothing more, and is forgiven when it is placed anew', () => {
    const cursor = createCursor();
    const line = lineOf('a 1');
    place(cursor, line);
    expectText(cursor, ascii('b'));
    const { position } = cursor;
    expect([accept(cursor, ascii('a')), readNumber(cursor), readInteger(cursor)]).toEqual([
      false,
      Number.NaN,
      Number.NaN,
    ]);
    skipPast(cursor, ascii('a '));
    expect([cursor.failed, cursor.position]).toEqual([true, position]);
    place(cursor, line, line.start + 2);
    expect([readNumber(cursor), cursor.failed]).toEqual([1, false]);
  });

  test('never looks past the end of its line', () => {
    for (const read of [readNumber, readInteger]) expect(numberIn('1', read)).toEqual([1, '']);
    const cursor = createCursor();
    const line = lineOf('ab', 'c');
    place(cursor, line);
    expect(accept(cursor, ascii('abc'))).toBe(false);
    skipPast(cursor, ascii('bc'));
    expect(cursor.failed).toBe(true);
  });

  test('survives whatever it is asked to read', () => {
    const alphabet = fc.constantFrom(...'0123456789+-.eE#()naifINFDJ '.split(''));
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 14 }), (text) => {
        const cursor = createCursor();
        const line = lineOf(text);
        place(cursor, line);
        readNumber(cursor);
        expect(cursor.position).toBeGreaterThanOrEqual(line.start);
        expect(cursor.position).toBeLessThanOrEqual(line.end);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('texts within a line', () => {
  const line = lineOf('Saving weights to backup/é_last.weights', 'Saving weights');

  test('are found where they are, and not outside of the line', () => {
    expect(startsWith(line, ascii('Saving '))).toBe(true);
    expect(startsWith(line, ascii('weights'), line.start + 7)).toBe(true);
    expect(startsWith(line, ascii('weights'))).toBe(false);
    expect(endsWith(line, ascii('.weights'))).toBe(true);
    expect(endsWith(line, ascii('Saving weights'))).toBe(false);
    expect(indexOf(line, ascii('weights'))).toBe(line.start + 7);
    expect(indexOf(line, ascii('weights'), line.start + 8)).toBe(line.end - 7);
    expect(indexOf(line, ascii('Saving'), line.start + 1)).toBe(-1);
  });

  test('longer than the line are not in it', () => {
    const short = lineOf('ab', 'abab');
    expect([startsWith(short, ascii('aba')), endsWith(short, ascii('bab')), indexOf(short, ascii('ba'))]).toEqual([
      false,
      false,
      -1,
    ]);
  });

  test('become strings between two offsets', () => {
    expect(textBetween(line, indexOf(line, ascii('backup')), line.end)).toBe('backup/é_last.weights');
  });
});
