import type { Notation } from './notation.ts';

/** A whole number: `12,000` in a sentence, `12000` compact, where it is shortened from a million on: `1.2M`. */
export function count(value: number, notation: Notation = 'sentence'): string {
  if (!Number.isFinite(value)) return '?';
  // Not toLocaleString: the first call of it costs a tenth of a second, before the first screen.
  if (notation === 'sentence') return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const size = Math.abs(value);
  if (size < 1e6) return String(Math.round(value));
  if (size < 1e9) return `${twoDigits(value / 1e6)}M`;
  return size < 1e12 ? `${twoDigits(value / 1e9)}G` : value.toExponential(1).replace('e+', 'e');
}

/** `1 iteration`, `12 iterations`. */
export function counted(value: number, unit: string, plural = `${unit}s`): string {
  return `${count(value)} ${Math.round(value) === 1 ? unit : plural}`;
}

function twoDigits(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
