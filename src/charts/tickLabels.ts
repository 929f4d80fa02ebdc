import { isQuarter } from './grid.ts';

/**
 * Returns short labels for the values of an axis, all written alike: with the decimals that `step`, the distance of two
 * of them, needs; in thousands, millions or thousand millions where all are; else with an exponent where plain digits
 * would be too many. Without a step each is written by itself.
 */
export function tickLabels(values: readonly number[], step: number | null): string[] {
  if (step === null) return values.map((value) => tickLabels([value], unitOf(value))[0]!);
  const largest = Math.max(...values.map(Math.abs), step);
  const decimals = decimalsOf(step);
  const fixed = values.map((value) => plain(value, decimals));
  if (largest < 1e5 && Math.max(...fixed.map((text) => text.length)) <= maxLength) return fixed;
  for (const [unit, suffix] of units) {
    if (largest < unit || largest >= unit * 1000) continue;
    const texts = values.map((value) => (value === 0 ? '0' : plain(value / unit, decimalsOf(step / unit)) + suffix));
    if (Math.max(...texts.map((text) => text.length)) <= maxLength) return texts;
  }
  const digits = Math.max(
    0,
    Math.floor(Math.log10(largest)) - Math.floor(Math.log10(step)) + (isQuarter(step) ? 1 : 0),
  );
  return values.map((value) => (value === 0 ? '0' : value.toExponential(Math.min(4, digits)).replace('e+', 'e')));
}

/** Cells: more would take too much of a narrow chart. */
const maxLength = 7;

const units = [
  [1e3, 'k'],
  [1e6, 'M'],
  [1e9, 'G'],
] as const;

/** Two significant digits are enough for a value that stands alone. */
function unitOf(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(size)) return 1;
  const rounded = Number(size.toPrecision(2));
  const power = Math.floor(Math.log10(rounded));
  return Number(Number.isInteger(Number((rounded / 10 ** power).toPrecision(2))) ? `1e${power}` : `1e${power - 1}`);
}

/** The decimals that multiples of a step need: 1 for 0.5, 2 for 0.25. */
function decimalsOf(step: number): number {
  const power = Math.floor(Math.log10(step * (1 + 1e-9)));
  return Math.min(20, Math.max(0, -power + (isQuarter(step) ? 1 : 0)));
}

function plain(value: number, decimals: number): string {
  return value === 0 ? '0' : value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, '$1');
}
