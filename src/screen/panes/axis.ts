import { type Facts, sharedExtent } from '../facts.ts';
import type { Run } from '../../run/run.ts';
import { position } from '../../run/reduce.ts';
import type { ScreenState } from '../state.ts';
import { count, duration } from '../text/format.ts';

/** The x range in view: all of it, or what zoom and pan leave of it. */
export function visibleExtent(run: Run, state: ScreenState): { from: number; to: number } {
  const whole = sharedExtent(run) ?? { from: 0, to: 1 };
  if (state.zoom === 0) return whole;
  const length = whole.to - whole.from;
  const to = whole.to - length * state.pan;
  return { from: Math.max(whole.from, Math.floor(to - length * 0.5 ** state.zoom)), to: Math.ceil(to) };
}

/** Words for both ends of an x axis, in what the user wants x to count. */
export function axisEnds(facts: Facts, axis: ScreenState['axis'], from: number, to: number): [string, string] {
  const convert = converter(facts.run, axis);
  if (convert !== null && axis === 'time') return [duration(convert(from)), `time ${duration(convert(to))}`];
  if (convert !== null && axis === 'epoch') return [rounded(convert(from)), `epoch ${rounded(convert(to))}`];
  return [count(from), `${facts.run.axis} ${count(to)}`];
}

/** Places on the x axis where something bends curves: learning-rate steps passed, resumes, the end of mosaic. */
export function axisTicks(run: Run): number[] {
  const at = position(run) ?? 0;
  const regimes = run.regimes.map((regime) => regime.at).filter((place) => place !== null);
  return [...run.plan.steps.filter((step) => step <= at), ...regimes];
}

function converter(run: Run, axis: ScreenState['axis']): ((x: number) => number) | null {
  const at = position(run);
  if (axis === 'time') return at === null || at <= 0 || run.elapsed <= 0 ? null : (x) => (x / at) * run.elapsed;
  if (axis !== 'epoch') return null;
  if (run.axis === 'epoch') return (x) => x;
  const { batch, trainingImages } = run.plan;
  if (batch !== null && trainingImages !== null && trainingImages > 0) return (x) => (x * batch) / trainingImages;
  const epochs = run.epochs;
  return at === null || at <= 0 || epochs === null ? null : (x) => (x / at) * epochs.last;
}

function rounded(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : count(value);
}
