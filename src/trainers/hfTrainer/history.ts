import type { ClassResult, IterationRead } from '../../run/events.ts';
import { metricOf, partsOf, unknownEpoch, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import type { Emit } from '../trainer.ts';

/** The iteration of an entry of the history with a loss. `epoch` is a number of epochs, with a fraction. */
export function iterationOf(
  loss: number,
  { epoch, iteration }: { readonly epoch: number; readonly iteration: number },
  entries: Map<string, number>,
): IterationRead {
  return {
    ...unknownIteration,
    iteration,
    epoch: Math.max(1, Math.ceil(epoch)),
    loss,
    learningRate: entries.get('learning_rate') ?? null,
    parts: partsOf(entries, ['loss']),
  };
}

/** Emits what an entry of the history says of an evaluation. `epoch` is a number of epochs, with a fraction. */
export function emitEvaluation(
  { epoch, iteration }: { readonly epoch: number; readonly iteration: number | null },
  entries: Map<string, number>,
  emit: Emit,
  exact: { readonly exact?: true } = {},
): void {
  const named = (pattern: RegExp): number | undefined => {
    const name = Array.from(entries.keys()).find((key) => pattern.test(key));
    return name === undefined ? undefined : entries.get(name);
  };
  const validationLoss = entries.get('eval_loss');
  if (validationLoss !== undefined) {
    emit({ ...unknownEpoch, epoch: Math.max(1, Math.ceil(epoch)), validationLoss });
  }
  const map50To95 = named(/^eval_(?:bbox_)?map$/i);
  const map50 = named(/^eval_(?:bbox_)?map[_@]?(?:0\.)?50?$/i);
  if (map50To95 === undefined && map50 === undefined) return;
  const classes = classesOf(entries);
  if (classes.length > 0) emit({ type: 'classes', classes });
  const whole = Number.isInteger(epoch);
  emit({
    ...unknownEvaluation,
    ...exact,
    iteration,
    // Several evaluations in an epoch are distinguished by their step.
    epoch: whole || iteration === null ? Math.max(1, Math.ceil(epoch)) : null,
    map50: metricOf(map50),
    map50To95: metricOf(map50To95),
  });
}

function classesOf(entries: Map<string, number>): ClassResult[] {
  return Array.from(entries).flatMap(([key, value]) => {
    const name = /^eval_map_(?!(?:50|75|small|medium|large|per_class)$)(.+)$/.exec(key)?.[1];
    return name === undefined ? [] : [{ name, ap: metricOf(value), truePositives: null, falsePositives: null }];
  });
}
