import { describe, expect, test } from 'vitest';
import { fixed, general } from '../../../src/demo/output/cFormat.ts';

describe("numbers as C's printf prints them", () => {
  test.each([
    [51.693367, 6, '51.693367'],
    [0, 6, '0.000000'],
    [-0, 2, '-0.00'],
    [-0.001, 2, '-0.00'],
    [99.999999999, 2, '100.00'],
    [1e22, 1, '10000000000000000000000.0'],
    [Number.NaN, 6, 'nan'],
    [Infinity, 1, 'inf'],
    [-Infinity, 1, '-inf'],
    // Exactly between two numbers C takes the even one, unlike toFixed.
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [2.5, 0, '2'],
    [-0.625, 2, '-0.62'],
    // Not exactly between, though it reads so: .145 lies a little below.
    [0.145, 2, '0.14'],
  ])('%f with %i digits is %s', (value, digits, expected) => {
    expect(fixed(value, digits)).toBe(expected);
  });

  test.each([
    [0.002, '0.002'],
    [0.9, '0.9'],
    [0, '0'],
    [5e-5, '5e-05'],
    [1, '1'],
    [123456, '123456'],
    [1234567, '1.23457e+06'],
    [0.0001, '0.0001'],
    [100, '100'],
  ])('%f as %%g is %s', (value, expected) => {
    expect(general(value)).toBe(expected);
  });
});
