import type { EvaluationRead, RunEvent } from '../../run/events.ts';
import { boxesOf, type CocoSummary, createCocoTable } from '../formats/coco.ts';
import { createHeld } from '../kit/held.ts';
import { unknownEpoch, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { createRestarts } from '../kit/restarts.ts';
import { createTraceback } from '../formats/traceback.ts';
import type { Emit, TrainerReader } from '../trainer.ts';
import { isOwnMetric, type MetricName, type MetricRow } from './metrics.ts';
import { createPlaces } from './places.ts';
import { type Found, type LineMetrics, metricsIn } from './lineMetrics.ts';

/**
 * Reads the metrics that rows describe, wherever they stand. A loss goes to the iteration on its line, or to the epoch
 * that was named last; the metrics of an evaluation may come on several lines. One without a mAP is an evaluation where
 * a metric of it was `taught`.
 */
export function createGenericReader(rows: readonly MetricRow[], taught: ReadonlySet<string>): TrainerReader {
  const places = createPlaces();
  const held = createHeld();
  const traceback = createTraceback();
  const table = createCocoTable();
  const restarts = createRestarts();
  const own = [...taught].filter(isOwnMetric);
  const decimals = new Map<string, number>();
  let planned = '{}';
  /** Metrics of an evaluation whose mAP has not come yet, and the place they were printed at. */
  let waiting: { place: string; metrics: Partial<EvaluationRead> } | null = null;

  function eventsOf(metrics: LineMetrics): RunEvent[] {
    const events: RunEvent[] = [];
    const value = (metric: MetricName): number | null => {
      const found = metrics.get(metric)?.value ?? null;
      return found === -1 && placeholders.has(metric) ? null : found;
    };
    const { epoch, iteration } = places.read(metrics);
    const plan = places.plan();
    if (JSON.stringify(plan) !== planned) {
      planned = JSON.stringify(plan);
      events.push({ type: 'plan', plan });
    }
    const batchLoss = value('batch-loss');
    const loss = value('loss') ?? batchLoss;
    const validationLoss = value('val-loss');
    const ofIteration = loss !== null && iteration !== null;
    if (ofIteration) {
      restarts.see(iteration, (event) => events.push(event));
      events.push({
        ...unknownIteration,
        iteration,
        epoch,
        loss,
        batchLoss,
        learningRate: value('lr'),
        seconds: value('seconds'),
      });
    }
    if (epoch !== null && (validationLoss !== null || (loss !== null && !ofIteration))) {
      events.push({
        ...unknownEpoch,
        epoch,
        loss: ofIteration ? null : loss,
        validationLoss,
        learningRate: ofIteration ? null : value('lr'),
        seconds: ofIteration ? null : value('seconds'),
      });
    }
    const evaluation = evaluationOf(metrics);
    if (evaluation !== null) events.push(evaluation);
    return events;
  }

  function evaluationOf(metrics: LineMetrics): EvaluationRead | null {
    const figures: Partial<Record<'map50' | 'map50To95' | 'precision' | 'recall' | 'f1' | 'iou', number>> = {};
    for (const [metric, key] of evaluated) {
      const fraction = fractionOf(metrics.get(metric));
      if (fraction !== null) figures[key] = fraction;
    }
    const ownFigures = ownFiguresOf(metrics);
    if (Object.keys({ ...figures, ...ownFigures }).length === 0) return null;
    const { epoch, iteration } = places.last();
    const place = `${epoch}/${iteration}`;
    const earlier = waiting?.place === place ? waiting.metrics : {};
    const ofUser = { ...earlier.taught, ...ownFigures };
    const hasOwn = Object.keys(ofUser).length > 0;
    waiting = { place, metrics: { ...earlier, ...figures, ...(hasOwn ? { taught: ofUser } : {}) } };
    const known = waiting.metrics;
    const isMap = typeof known.map50 === 'number' || typeof known.map50To95 === 'number';
    const isTaught = hasOwn || evaluated.some(([metric, key]) => taught.has(metric) && known[key] !== undefined);
    return isMap || isTaught ? { ...unknownEvaluation, epoch, iteration, ...known } : null;
  }

  /** The figures under the user's own names. */
  function ownFiguresOf(metrics: LineMetrics): Readonly<Record<string, number>> {
    const found = own.map((name) => [name, fractionOf(metrics.get(name))] as const);
    return Object.fromEntries(found.filter((each): each is [string, number] => each[1] !== null));
  }

  function emitTable(summary: CocoSummary, emit: Emit): void {
    const boxes = boxesOf(summary);
    const place = places.last();
    if (boxes === null || (place.epoch === null && place.iteration === null)) return;
    emit({ ...unknownEvaluation, ...place, ...boxes });
  }

  /**
   * A number at the very end of a line may be cut off: it is sure when it has as many decimals as that metric ever had.
   */
  function isSure(metrics: LineMetrics): boolean {
    let sure = true;
    for (const [metric, { text, atEnd }] of metrics) {
      const printed = text.split('.')[1]?.length ?? 0;
      const usual = decimals.get(metric);
      if (atEnd && Number.isFinite(Number(text)) && (printed === 0 || printed < (usual ?? Infinity))) sure = false;
      decimals.set(metric, Math.max(printed, usual ?? 0));
    }
    return sure;
  }

  return {
    read(line, emit) {
      held.release(emit);
      if (traceback.read(line, emit) || table.read(line, (summary) => emitTable(summary, emit))) return true;
      const metrics = metricsIn(line.text(), rows);
      if (metrics.size === 0) return false;
      const sure = isSure(metrics);
      for (const event of eventsOf(metrics)) {
        if (sure) emit(event);
        else held.hold(event);
      }
      return true;
    },
  };
}

/** Losses that are -1 are not known yet: no loss of a detector is exactly that. */
const placeholders: ReadonlySet<MetricName> = new Set(['loss', 'batch-loss', 'val-loss']);

/**
 * What is no fraction and no percentage is left out: whether 0.9 means 90 % or 0.9 % cannot be known in a log that
 * prints 63.5.
 */
function fractionOf(found: Found | undefined): number | null {
  if (found === undefined) return null;
  const value = found.percent ? Number((found.value / 100).toFixed(10)) : found.value;
  return value >= 0 && value <= 1 ? value : null;
}

const evaluated = [
  ['map50', 'map50'],
  ['map50-95', 'map50To95'],
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['f1', 'f1'],
  ['iou', 'iou'],
] as const;
