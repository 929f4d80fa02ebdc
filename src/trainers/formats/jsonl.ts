import { type JsonRecord, recordIn } from '../../log/formats/jsonRecord.ts';
import type { EvaluationRead } from '../../run/events.ts';
import { partsOf, unknownEpoch, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { type Quantity, quantityOf } from '../kit/quantities.ts';
import { unknownHabits } from '../kit/habits.ts';
import { createRestarts, type Restarts } from '../kit/restarts.ts';
import { createTraceback } from './traceback.ts';
import type { Emit, Trainer, TrainerReader } from '../trainer.ts';

/**
 * A training that logs plain JSON objects, one a line, under the names that people use: `{"epoch": 3, "step": 900,
 * "loss": 0.51, "lr": 0.001}`.
 */
export const jsonl: Trainer = {
  names: ['jsonl'],
  title: 'JSON lines',
  recognise: (line) => {
    const record = recordIn(line);
    return record !== null && isTraining(metricsIn(record)) ? 'jsonl' : null;
  },
  createReader,
  habits: unknownHabits,
};

/** What one record says. */
type RecordMetrics = Partial<Record<Quantity, number>>;

function metricsIn(record: JsonRecord): RecordMetrics {
  const metrics: RecordMetrics = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    const number = typeof value === 'number' ? value : nonFinite.get(value);
    const quantity = number === undefined ? undefined : quantityOf(key);
    if (quantity !== undefined && !(quantity in metrics)) metrics[quantity] = number!;
  }
  return metrics;
}

function isTraining({ epoch, iteration, loss, validationLoss, map50, map50To95 }: RecordMetrics): boolean {
  return (epoch ?? iteration) !== undefined && (loss ?? validationLoss ?? map50 ?? map50To95) !== undefined;
}

interface Memory {
  /** The first epoch or step of the log was called 0. */
  epochsFromZero: boolean | null;
  stepsFromZero: boolean | null;
  iteration: number | null;
  epoch: number | null;
  planned: string;
  readonly restarts: Restarts;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    epochsFromZero: null,
    stepsFromZero: null,
    iteration: null,
    epoch: null,
    planned: '',
    restarts: createRestarts(),
  };
  const traceback = createTraceback();
  return {
    read: (line, emit) => {
      if (traceback.read(line, emit)) return true;
      const record = recordIn(line);
      if (record === null) return line.start === line.end;
      const metrics = metricsIn(record);
      if (!isTraining(metrics)) return false;
      readRecord(metrics, record, memory, emit);
      return true;
    },
  };
}

function readRecord(metrics: RecordMetrics, record: JsonRecord, memory: Memory, emit: Emit): void {
  const { loss, validationLoss, learningRate, seconds } = metrics;
  readPlan(metrics, memory, emit);
  const epoch = epochOf(metrics.epoch, memory);
  const iteration = stepOf(metrics.iteration, memory);
  if (epoch !== null) memory.epoch = epoch;
  if (loss !== undefined && iteration !== null) {
    memory.restarts.see(iteration, emit);
    memory.iteration = iteration;
    emit({
      ...unknownIteration,
      iteration,
      epoch,
      loss,
      learningRate: learningRate ?? null,
      seconds: seconds ?? null,
      parts: lossesOf(record),
    });
  }
  const ofEpoch = loss !== undefined && iteration === null;
  const place = epoch ?? memory.epoch;
  if (place !== null && (ofEpoch || validationLoss !== undefined)) {
    emit({
      ...unknownEpoch,
      epoch: place,
      loss: ofEpoch ? loss : null,
      validationLoss: validationLoss ?? null,
      learningRate: ofEpoch ? (learningRate ?? null) : null,
    });
  }
  const evaluation = evaluationOf(metrics, iteration ?? memory.iteration, place);
  if (evaluation !== null) emit(evaluation);
}

function readPlan({ epochs, iterations }: RecordMetrics, memory: Memory, emit: Emit): void {
  const plan = { ...(whole(epochs) ? { epochs } : {}), ...(whole(iterations) ? { iterations } : {}) };
  const planned = JSON.stringify(plan);
  if (planned === '{}' || planned === memory.planned) return;
  memory.planned = planned;
  emit({ type: 'plan', plan });
}

function whole(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value > 0;
}

/** 1-based; a part of an epoch (0.53) belongs to the epoch that is under way. */
function epochOf(printed: number | undefined, memory: Memory): number | null {
  if (printed === undefined || !Number.isFinite(printed) || printed < 0) return null;
  if (!Number.isInteger(printed)) {
    memory.epochsFromZero ??= false;
    return Math.ceil(printed);
  }
  memory.epochsFromZero ??= printed === 0;
  return memory.epochsFromZero ? printed + 1 : Math.max(1, printed);
}

function stepOf(printed: number | undefined, memory: Memory): number | null {
  if (printed === undefined || !Number.isInteger(printed) || printed < 0) return null;
  memory.stepsFromZero ??= printed === 0;
  return memory.stepsFromZero ? printed + 1 : Math.max(1, printed);
}

function evaluationOf(metrics: RecordMetrics, iteration: number | null, epoch: number | null): EvaluationRead | null {
  // A log that prints percent means 0.4 % by 0.4.
  if ([metrics.map50, metrics.map50To95, metrics.map].some((value) => value !== undefined && value > 1)) return null;
  const map50 = fractionIn(metrics.map50);
  const map50To95 = fractionIn(metrics.map50To95 ?? (metrics.map50 === undefined ? undefined : metrics.map));
  if (map50 === null && map50To95 === null) return null;
  const precision = fractionIn(metrics.precision);
  const recall = fractionIn(metrics.recall);
  return { ...unknownEvaluation, iteration, epoch, map50, map50To95, precision, recall, iou: fractionIn(metrics.iou) };
}

/** Null for -1 and nan, and for what is no fraction. */
function fractionIn(value: number | undefined): number | null {
  return value !== undefined && value >= 0 && value <= 1 ? value : null;
}

function lossesOf(record: JsonRecord): Record<string, number> {
  const losses = Object.entries(record).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === 'number' && quantityOf(entry[0]) === undefined && !/^(?:val|eval|test)/i.test(entry[0]),
  );
  return partsOf(losses, []);
}

const nonFinite = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
