import { position } from '../../../../run/reduce.ts';
import type { Run } from '../../../../run/run.ts';
import { bestCheckpoint, lastResumable, plannedLength, stepsToCome } from '../../../../run/selectors.ts';
import type { ChartSpec, Future, Tick } from '../../../../charts/chartSpec.ts';
import { fanOf } from '../../../../charts/fan.ts';
import { roundValues } from '../../../../charts/roundValues.ts';
import { type ScreenFacts, isOver } from '../../../state/facts/facts.ts';
import type { ScreenState } from '../../../state/state.ts';
import { count } from '../../../../words/count.ts';
import { duration } from '../../../../words/duration.ts';
import { axisConverter } from '../../../state/axis/axis.ts';

/** Returns the labels of the x axis, in the unit that the user chose. */
export function axisWords(
  facts: ScreenFacts,
  axis: ScreenState['axis'],
  { from, to }: { readonly from: number; readonly to: number },
): Pick<ChartSpec, 'from' | 'to' | 'ends' | 'between'> {
  const convert = axisConverter(facts.run, axis) ?? ((x: number) => x);
  // Every conversion is a multiplication.
  const factor = convert(1);
  const isTime = axis === 'time' && axisConverter(facts.run, axis) !== null;
  const between = (begin: number, end: number, max: number) =>
    roundValues(convert(begin), convert(end), max, isTime).map((value) => ({
      at: value / factor,
      text: isTime ? duration(value, 'compact') : count(value, 'compact'),
    }));
  return { from, to, ends: axisEnds(facts, axis, from, to), between };
}

/** Returns the labels of both ends of an x axis, in the unit that the user chose. */
export function axisEnds(facts: ScreenFacts, axis: ScreenState['axis'], from: number, to: number): [string, string] {
  const convert = axisConverter(facts.run, axis);
  if (convert !== null && axis === 'time')
    return [duration(convert(from), 'compact'), `time ${duration(convert(to), 'compact')}`];
  if (convert !== null && axis === 'epoch') return [rounded(convert(from)), `epoch ${rounded(convert(to))}`];
  return [count(from, 'compact'), count(to, 'compact')];
}

/**
 * Returns the events on the x axis: `o` the weights were saved, `~` the curves bent (a resume, the end of mosaic), `^`
 * the learning rate dropped. Of many saves only the newest and the best are marked.
 */
export function axisTicks(run: Run): Tick[] {
  const at = position(run) ?? 0;
  const saves = run.checkpoints.length <= maxSaves ? run.checkpoints : [lastResumable(run), bestCheckpoint(run)];
  return [
    ...saves.flatMap((save): Tick[] => (save === null || save.at === null ? [] : [{ at: save.at, sign: 'o' }])),
    ...run.regimes.flatMap(({ at: place, label }): Tick[] =>
      place === null ? [] : [{ at: place, sign: label.startsWith('learning rate') ? '^' : '~' }],
    ),
    ...run.plan.steps.filter((step) => step <= at).map((step): Tick => ({ at: step, sign: '^' })),
  ];
}

/** The legend of the signs on the x axis, for the help. */
export const tickLegend =
  'On the x axis: o weights saved, ^ learning rate dropped, ~ curves bent (resumed, mosaic closed).';

/** Returns what is expected until the planned end; null without a plan, after its end, or while zoomed in. */
export function futureOf(facts: ScreenFacts, state: ScreenState, to: number): Future | null {
  const { run, verdict } = facts;
  const planned = plannedLength(run);
  if (planned === null || planned <= to || state.zoom > 0 || isOver(facts)) return null;
  const fan = fanOf(run, verdict);
  const ticks = stepsToCome(run).filter((step) => step <= planned);
  if (fan === null && ticks.length === 0) return null;
  const end = axisEnds(facts, state.axis, to, planned)[1];
  return { to: planned, end, fan, ticks };
}

const maxSaves = 10;

function rounded(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : count(value, 'compact');
}
