/** `12,000`: counts as people read them. */
export function count(value: number): string {
  // Not toLocaleString: the first call of it costs a tenth of a second, before the first screen.
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 iteration`, `12 iterations`. */
export function counted(value: number, unit: string): string {
  return `${count(value)} ${unit}${Math.round(value) === 1 ? '' : 's'}`;
}

/** A fraction as a percentage: `83.1 %`. */
export function percent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)} %`;
}

/** Seconds as people say them: `45 s`, `12 min`, `1 h 52 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** A loss in four significant digits, without an exponent where one can be avoided. */
export function amount(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

/** A difference of mAP (a fraction) in points: `1.2 points`. */
export function points(fraction: number): string {
  const value = Number((fraction * 100).toFixed(1));
  return `${value} ${value === 1 ? 'point' : 'points'}`;
}
