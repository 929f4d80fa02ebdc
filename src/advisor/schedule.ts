import { plannedLength } from '../run/selectors.ts';
import type { Run } from '../run/run.ts';

/**
 * Why a flat curve is no reason to stop at the evaluation `index` of those in `places`, as a clause; null where there
 * is none. Later ones are not looked at. A drop of the learning rate that is still to come, or the end of mosaic
 * augmentation, is where schedules pay; and just after a change of regime (a drop, a resume, a pipeline switch) nothing
 * measured before is comparable, for max(3, 3 % of the plan) evaluations. Source: docs/advisor.md.
 */
export function holdOn(run: Run, places: readonly number[], index: number): string | null {
  const place = places[index]!;
  const ahead = dropAhead(run, place);
  if (ahead !== null) return ahead;
  const change = run.regimes.findLast((regime) => regime.at !== null && regime.at <= place);
  if (change === undefined || change.at === null) return null;
  const since = index - places.findLastIndex((each, at) => at <= index && each <= change.at!);
  return since < Math.max(3, 0.03 * (index + 1)) ? `${change.label} a short while ago` : null;
}

/** The next planned change that usually brings a gain, as a clause. */
function dropAhead(run: Run, place: number): string | null {
  const unit = run.axis;
  const step = run.plan.steps.find((each) => each > place);
  const planned = plannedLength(run);
  if (step !== undefined && (planned === null || step < planned)) return `the learning rate drops at ${unit} ${step}`;
  return null;
}
