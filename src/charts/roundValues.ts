/**
 * Returns at most `max` round values between two others, none of them at an end: whole multiples of 1, 2 or 5 times a
 * power of ten, or of a usual span of time.
 */
export function roundValues(from: number, to: number, max: number, isTime: boolean): number[] {
  if (max < 1 || !(to > from) || !Number.isFinite(to - from)) return [];
  const step = roundStep((to - from) / (max + 1), isTime);
  const values: number[] = [];
  for (let index = Math.floor(from / step) + 1; index * step < to && values.length < max; index++) {
    values.push(index * step);
  }
  return values;
}

/** Returns the smallest round step of at least `min` and at least 1: x is in whole steps or seconds. */
function roundStep(min: number, isTime: boolean): number {
  const spans = isTime ? timeSpans : [];
  const span = spans.find((seconds) => seconds >= min);
  if (span !== undefined) return span;
  const unit = isTime ? 86_400 : 1;
  const power = unit * 10 ** Math.max(0, Math.floor(Math.log10(min / unit)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= min) ?? 10 * power;
}

/** In seconds: below a day, time is not divided by tens. */
const timeSpans = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200];
