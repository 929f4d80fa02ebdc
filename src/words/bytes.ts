import type { Notation } from './notation.ts';

/**
 * A size in bytes. In a sentence in powers of 1000, as disks are sold and `ls --si` counts: `512 B`, `1.4 MB`.
 * Compact in powers of 1024, as `nvidia-smi` and `free` count memory: `812M`, `10.2G`.
 */
export function bytes(value: number, notation: Notation = 'sentence'): string {
  return notation === 'sentence' ? decimal(Math.max(0, value)) : binary(Math.max(0, value));
}

function decimal(value: number): string {
  const power = Math.min(prefixes.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  const scaled = value / 1000 ** power;
  return `${power === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${prefixes[power]}`;
}

function binary(value: number): string {
  let scaled = value;
  let power = 0;
  while (scaled >= 1000 && power < letters.length - 1) {
    scaled /= 1024;
    power++;
  }
  return `${power > 2 && scaled < 100 ? scaled.toFixed(1).replace(/\.0$/, '') : scaled.toFixed(0)}${letters[power]}`;
}

const prefixes = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const letters = ['B', 'K', 'M', 'G', 'T', 'P'] as const;
