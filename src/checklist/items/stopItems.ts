import { lossBandOf } from '../../advisor/lossBand.ts';
import { type AdviceSettings, goodMap, lossBands, type Verdict, wantedMetric } from '../../advisor/verdict.ts';
import { position } from '../../run/reduce.ts';
import type { Run } from '../../run/run.ts';
import { metricOf } from '../../run/metric.ts';
import { bestOfCurve, decidingMetric, hasDiverged, mapCurve, plannedLength } from '../../run/selectors.ts';
import { count, counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { percent } from '../../words/fraction.ts';
import { number } from '../../words/number.ts';

/** A line of the checklist "Training: stop if". */
export interface StopItem {
  readonly id: 'target' | 'loss-band' | 'plateau' | 'over-fitting' | 'budget' | 'diverged';
  /** The threshold that is in force for this run. */
  readonly label: string;
  /** Whether it is reached now. */
  readonly ticked: boolean;
  /** How near it is, in a few words; empty where nothing is known yet. */
  readonly detail: string;
}

/**
 * The guide's reasons to stop a training, with the thresholds that are in force for this run, each ticked when it is
 * reached. Pure: the same run and verdict give the same list. Loss bands are there for Darknet only, on whose
 * `avg loss` scale they are. Source: AugeLab Studio, "When to Stop Training", starter checklist.
 */
export function stopChecklist(run: Run, settings: AdviceSettings, verdict: Verdict): readonly StopItem[] {
  return [
    targetItem(run, settings),
    ...(run.trainer?.name.startsWith('darknet') === true ? [lossBandItem(run)] : []),
    plateauItem(run, settings, verdict),
    overFittingItem(verdict),
    budgetItem(run, settings),
    divergedItem(run),
  ];
}

/**
 * As the advisor judges it: the mean of the last three evaluations, twice in a row. Without a target it is the guide's
 * 90 %, which are of the mAP50.
 */
function targetItem(run: Run, settings: AdviceSettings): StopItem {
  const target = settings.targetMap;
  const wanted = decidingMetric(run, wantedMetric(settings));
  const metric = target === null || wanted.isLoss ? metricOf('map50') : wanted;
  const curve = mapCurve(run, metric).slice(settings.ignoreFirst);
  const goal = target ?? goodMap;
  const now = smoothed(curve, curve.length);
  const before = smoothed(curve, curve.length - 1);
  const name = metric.title;
  return {
    id: 'target',
    label:
      target === null
        ? `${name} good at ${percent(goodMap, 0)} (no target set)`
        : `${name} of ${percent(target)} reached`,
    ticked: curve.length > 1 && now! >= goal && before! >= goal,
    detail: now === null ? '' : target === null ? percent(curve.at(-1)!.value) : `mean of 3: ${percent(now)}`,
  };
}

function smoothed(curve: readonly { readonly value: number }[], end: number): number | null {
  const values = curve.slice(Math.max(0, end - 3), Math.max(0, end));
  return values.length === 0 ? null : values.reduce((sum, { value }) => sum + value, 0) / values.length;
}

/** The tightest band that the loss has reached, or the widest while there is none. */
function lossBandItem(run: Run): StopItem {
  const loss = run.nonFinite === null ? (run.loss?.last ?? null) : Number.NaN;
  const band = loss === null ? null : lossBandOf(loss);
  const { limit, label } = band ?? lossBands[0];
  return {
    id: 'loss-band',
    label: `loss at most ${limit.toFixed(1)} (${label})`,
    ticked: band !== null,
    detail: loss === null ? '' : number(loss),
  };
}

function plateauItem(run: Run, settings: AdviceSettings, verdict: Verdict): StopItem {
  const at = position(run);
  const metric = decidingMetric(run, wantedMetric(settings));
  const best = bestOfCurve(mapCurve(run, metric), metric);
  return {
    id: 'plateau',
    label: `no gain above ${percent(settings.minGain)} to come`,
    ticked: verdict.name === 'plateau',
    detail: best === null || at === null ? '' : `best ${counted(Math.max(0, at - best.at), run.axis)} ago`,
  };
}

function overFittingItem({ name, evidence }: Verdict): StopItem {
  const ticked = name === 'over-fitting' || name === 'finished-over-fitted';
  return { id: 'over-fitting', label: 'over-fitting', ticked, detail: ticked ? (evidence[0] ?? '') : '' };
}

/** The budget that will end first, by what is used of it. */
function budgetItem(run: Run, { maxTime, maxIterations, maxEpochs }: AdviceSettings): StopItem {
  const budgets = [
    { limit: maxTime, used: run.elapsed, text: duration },
    { limit: maxIterations, used: run.iterations?.last ?? 0, text: (value: number) => counted(value, 'iteration') },
    { limit: maxEpochs, used: run.epochs?.last ?? 0, text: (value: number) => counted(value, 'epoch') },
  ].flatMap(({ limit, used, text }) => (limit === null ? [] : [{ limit, used, text }]));
  const [first] = budgets.toSorted((one, other) => other.used / other.limit - one.used / one.limit);
  if (first === undefined) return planItem(run);
  return {
    id: 'budget',
    label: `budget of ${first.text(first.limit)} spent`,
    ticked: first.used >= first.limit,
    detail: percent(first.used / first.limit, 0),
  };
}

/** Without a budget the trainer's own plan is one. */
function planItem(run: Run): StopItem {
  const planned = plannedLength(run);
  const at = position(run) ?? 0;
  if (planned === null || planned <= 0)
    return { id: 'budget', label: 'budget spent (none set)', ticked: false, detail: '' };
  return {
    id: 'budget',
    label: `plan of ${counted(planned, run.axis)} done`,
    ticked: at >= planned,
    detail: `${count(at)}, ${percent(at / planned, 0)}`,
  };
}

function divergedItem(run: Run): StopItem {
  const ticked = hasDiverged(run);
  const since = run.nonFinite === null ? '' : `since ${run.axis} ${count(run.nonFinite.since)}`;
  return { id: 'diverged', label: 'loss is NaN', ticked, detail: ticked ? since : '' };
}
