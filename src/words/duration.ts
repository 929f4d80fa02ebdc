import type { Notation } from './notation.ts';

/** Seconds in at most two units: `45 s`, `12 min`, `1 h 52 min`, `3 d 4 h`; compact `45s`, `12m`, `1h52m`, `3d4h`. */
export function duration(seconds: number, notation: Notation = 'sentence'): string {
  if (!Number.isFinite(seconds)) return '?';
  const { second, minute, hour, day, between, daysFrom } = units[notation];
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}${second}`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}${minute}`;
  const hours = Math.floor(minutes / 60);
  const pair = (large: string, small: number, unit: string) =>
    small === 0 ? large : `${large}${between}${small}${unit}`;
  if (hours < daysFrom) return pair(`${hours}${hour}`, minutes % 60, minute);
  return pair(`${Math.floor(hours / 24)}${day}`, hours % 24, hour);
}

/** `daysFrom`: hours from which days are written. */
const units = {
  sentence: { second: ' s', minute: ' min', hour: ' h', day: ' d', between: ' ', daysFrom: 48 },
  compact: { second: 's', minute: 'm', hour: 'h', day: 'd', between: '', daysFrom: 24 },
} as const;

/** Seconds that are counted down, none of them left out: `45 s`, `4 min 05 s`, `1 h 52 min`. */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (!Number.isFinite(seconds) || whole < 60 || whole >= 3600) return duration(whole);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
