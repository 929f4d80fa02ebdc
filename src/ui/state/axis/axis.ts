import { placeOf } from '../../../run/evaluations.ts';
import { position } from '../../../run/reduce.ts';
import type { Run } from '../../../run/run.ts';
import { extent } from '../../../run/series.ts';
import type { ScreenState } from '../state.ts';

/** Returns the visible x range after zoom and pan. */
export function visibleExtent(run: Run, state: ScreenState): { from: number; to: number } {
  const whole = sharedExtent(run) ?? { from: 0, to: 1 };
  if (state.zoom === 0) return whole;
  const length = whole.to - whole.from;
  const to = whole.to - length * state.pan;
  return { from: Math.max(whole.from, Math.floor(to - length * 0.5 ** state.zoom)), to: Math.ceil(to) };
}

/** Returns the axes that the key `x` goes through, without those that are unknown. */
export function knownAxes(run: Run): readonly ScreenState['axis'][] {
  // For a trainer that counts in epochs the steps are epochs.
  const others = run.axis === 'epoch' ? (['time'] as const) : (['epoch', 'time'] as const);
  return ['step', ...others.filter((axis) => axisConverter(run, axis) !== null)];
}

/** Returns how a place on the run's own axis is converted to another axis, or null when that is not known. */
export function axisConverter(run: Run, axis: ScreenState['axis']): ((x: number) => number) | null {
  const at = position(run);
  if (axis === 'time') return at === null || at <= 0 || run.elapsed <= 0 ? null : (x) => (x / at) * run.elapsed;
  if (axis !== 'epoch') return null;
  if (run.axis === 'epoch') return (x) => x;
  const { batch, trainingImages } = run.plan;
  if (batch !== null && trainingImages !== null && trainingImages > 0) return (x) => (x * batch) / trainingImages;
  const epochs = run.epochs;
  return at === null || at <= 0 || epochs === null ? null : (x) => (x / at) * epochs.last;
}

/** Returns the x range of all charts of the run, so that they can be compared one below the other. */
export function sharedExtent(run: Run): { from: number; to: number } | null {
  const loss = run.series.get('loss');
  const known = loss === undefined ? null : extent(loss);
  const places = run.evaluations.map((evaluation) => placeOf(run, evaluation)).filter((at) => at !== null);
  if (known !== null) places.push(known.from, known.to);
  if (places.length === 0) return null;
  return { from: Math.min(...places), to: Math.max(...places) };
}
