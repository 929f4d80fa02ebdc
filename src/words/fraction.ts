/** A fraction as a percentage: `83.1 %`. */
export function percent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)} %`;
}

/** A difference of mAP, which is a fraction, in points: `1.2 points`. */
export function points(fraction: number): string {
  const value = Number((fraction * 100).toFixed(1));
  return `${value} ${value === 1 ? 'point' : 'points'}`;
}
