import { progressOf } from '../../../run/selectors.ts';
import { type ScreenFacts, isOver } from '../../state/facts/facts.ts';
import type { MachineFacts } from '../../state/facts/machine.ts';
import { elideRow, fitRow, row, type Row, rowWidth, span, type Span } from '../../../words/terminal/row.ts';
import { batchNow, imagesNow, iouNow, lossNow, precisionNow, savedNow, speedNow, timeToEnd } from './figures.ts';
import { gpuText } from '../panes/machine.ts';
import { verdictLabel } from '../panes/verdict.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import { number } from '../../../words/number.ts';

/** Figures that are shown nowhere else, most important first; what does not fit is left out. */
export function statusRow(
  facts: ScreenFacts,
  width: number,
  shows: { readonly eta: boolean; readonly machine: boolean },
): Row {
  const { run, machine } = facts;
  const left = timeToEnd(facts);
  const loss = lossNow(run);
  const iou = iouNow(run);
  const pieces = [
    left === null || shows.eta ? null : `ETA ${duration(left, 'compact')}`,
    run.elapsed > 0 ? `elapsed ${duration(run.elapsed, 'compact')}` : null,
    machine === null || shows.machine ? null : gpusText(machine),
    isOver(facts) ? null : savedNow(facts),
    isOver(facts) ? null : batchNow(run),
    speedNow(run),
    imagesNow(run),
    run.learningRate === null ? null : `lr ${number(run.learningRate, 'compact')}`,
    precisionNow(facts),
    loss === null ? null : `loss ${loss}`,
    iou === null ? null : `IoU ${iou}`,
    run.images === null ? null : `${count(run.images, 'compact')} images`,
  ].filter((piece) => piece !== null);
  if (pieces.length === 0) return fitRow(row(span(`${count(run.lines, 'compact')} lines read`, 'dim')), width);
  return fitRow(
    joined(
      pieces.map((piece) => row(piece)),
      width,
    ),
    width,
  );
}

/** The verdict and the most important figures, for a terminal that is too small for anything else. */
export function fewRows(facts: ScreenFacts, width: number, height: number, needs: string): Row[] {
  const { run } = facts;
  const done = progressOf(run);
  const loss = lossNow(run);
  const pieces: Row[] = [[verdictLabel(facts)]];
  if (done !== null) pieces.push(row(`${Math.floor(done * 100)}%`));
  if (run.best !== null) pieces.push(row(`mAP ${metricText(run.best.value, facts.mapUnit, 'compact')}`));
  if (loss !== null) pieces.push(row(`loss ${loss}`));
  pieces.push(row(span(needs, 'dim')));
  const rows: Row[] = [];
  for (let next = 0; next < pieces.length && rows.length < height;) {
    const kept = pieces.slice(next, next + Math.max(1, fitting(pieces.slice(next), width)));
    rows.push(joined(kept, width));
    next += kept.length;
  }
  return rows;
}

/** Joins as many of the first pieces as fit, two cells apart; elides the very first one if it must. */
export function joined(pieces: readonly Row[], width: number): Row {
  const [first = [], ...rest] = pieces.slice(0, Math.max(1, fitting(pieces, width)));
  const out: Span[] = [...elideRow(first, width)];
  for (const piece of rest) out.push(span('  ', 'plain'), ...piece);
  return out;
}

/** Counts how many of the first pieces fit side by side. */
function fitting(pieces: readonly Row[], width: number): number {
  let used = -2;
  const tooMany = pieces.findIndex((piece) => (used += 2 + rowWidth(piece)) > width);
  return tooMany === -1 ? pieces.length : tooMany;
}

/** Returns the only GPU as its pane shows it, or the mean utilisation of several. */
function gpusText({ sample: { gpus } }: MachineFacts): string | null {
  const [first, ...others] = gpus;
  if (first === undefined) return null;
  if (others.length === 0) return `GPU ${gpuText(first)}`;
  const busy = gpus.flatMap(({ utilisation }) => (utilisation === null ? [] : [utilisation]));
  const mean = busy.reduce((sum, share) => sum + share, 0) / busy.length;
  return busy.length === 0 ? null : `${gpus.length} GPUs ${Math.round(mean * 100)}%`;
}
