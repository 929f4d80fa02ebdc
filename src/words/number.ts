import type { Notation } from './notation.ts';

/**
 * A loss, a rate or a learning rate in about four significant digits, without an exponent where one can be avoided.
 * Compact notation keeps its trailing zeros, so that a figure that changes does not change its width.
 */
export function number(value: number, notation: Notation = 'sentence'): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const [low, high] = notation === 'sentence' ? [1e-3, 1e6] : [1e-4, 1e5];
  if (size < low || size >= high) return value.toExponential(2).replace('e+', 'e');
  if (notation === 'sentence') return String(Number(value.toPrecision(4)));
  if (size >= 1000) return value.toFixed(0);
  if (size >= 100) return value.toFixed(1);
  if (size >= 10) return value.toFixed(2);
  return size >= 0.1 ? value.toFixed(3) : String(Number(value.toPrecision(3)));
}
