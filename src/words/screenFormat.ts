/** A duration in at most two units: `45s`, `12m`, `1h52m`, `3d4h`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
}

/** A whole count, shortened from a million on: `9002`, `576000`, `1.2M`. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return '?';
  if (Math.abs(value) < 1e6) return String(Math.round(value));
  if (Math.abs(value) < 1e9) return `${trimmed(value / 1e6)}M`;
  return Math.abs(value) < 1e12 ? `${trimmed(value / 1e9)}G` : value.toExponential(1).replace('e+', 'e');
}

/** A loss, a rate or a learning rate in about four significant digits. */
export function number(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e5 || size < 1e-4) return value.toExponential(2).replace('e+', 'e');
  if (size >= 1000) return value.toFixed(0);
  if (size >= 100) return value.toFixed(1);
  if (size >= 10) return value.toFixed(2);
  return size >= 0.1 ? value.toFixed(3) : String(Number(value.toPrecision(3)));
}

/** A metric that is a fraction: in per cent for the users of a trainer that prints per cent, else as `.6204`. */
export function fraction(value: number, percent: boolean): string {
  if (!Number.isFinite(value)) return 'nan';
  if (percent) return `${(value * 100).toFixed(1)}%`;
  return value.toFixed(4).replace(/^(-?)0\./, '$1.');
}

/** A size in bytes in powers of 1024, as memory and disks are told: `812M`, `10.2G`. */
export function bytes(value: number): string {
  const units = ['B', 'K', 'M', 'G', 'T', 'P'] as const;
  let left = Math.max(0, value);
  let unit = 0;
  while (left >= 1000 && unit < units.length - 1) {
    left /= 1024;
    unit++;
  }
  return `${unit > 2 && left < 100 ? left.toFixed(1).replace(/\.0$/, '') : left.toFixed(0)}${units[unit]}`;
}

/** Text padded or cut to a width, for numbers in a gutter. */
export function right(text: string, width: number): string {
  return text.slice(0, width).padStart(width);
}

function trimmed(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
