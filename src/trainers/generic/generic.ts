import type { Trainer } from '../trainer.ts';
import { unknownHabits } from '../kit/habits.ts';
import { commonForms, type MetricRow } from './metrics.ts';
import { createGenericReader } from './reader.ts';

/**
 * An unknown trainer, read by the forms that people print: `Epoch 3/100`, `iter 500`, `loss: 0.123`, `mAP@0.5 = 0.61`.
 */
export const generic: Trainer = createGenericTrainer([]);

/**
 * A trainer that the user taught by `--metric NAME=REGEX` or by a config file: these rows come first, and the forms
 * that are known anyway fill up what they leave open. It recognises nothing by a single line: see
 * `createGenericRecogniser`.
 */
export function createGenericTrainer(rows: readonly MetricRow[]): Trainer {
  const taught = new Set(rows.map(({ metric }) => metric));
  const all = [...rows, ...commonForms.filter(({ metric }) => !taught.has(metric))];
  return {
    names: ['generic'],
    title: 'an unknown trainer',
    recognise: () => null,
    createReader: () => createGenericReader(all, taught),
    habits: unknownHabits,
  };
}
