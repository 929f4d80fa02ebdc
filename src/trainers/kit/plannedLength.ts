import type { PlanDraft } from './planDraft.ts';

/**
 * The planned length that the arguments of a training's command tell: `--epochs 300`, `max_epochs=36`,
 * `--cfg-options train_cfg.max_epochs=36`, `SOLVER.MAX_ITER 90000`. Of several the last counts, as for most programs.
 */
export function lengthInCommand(command: readonly string[]): PlanDraft {
  const plan: PlanDraft = {};
  for (const [index, argument] of command.entries()) {
    const [, name, given] = /^-{0,2}([\w.-]+?)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) continue;
    take(plan, name, given ?? command[index + 1] ?? '');
  }
  return plan;
}

/**
 * The planned length in a file of settings, be it YAML, Python or JSON, however deep: `max_epochs: 300`,
 * `train_cfg = dict(max_epochs=300)`, and W&B's `epochs:` above `value: 300`.
 */
export function lengthInSettings(text: string): PlanDraft {
  const plan: PlanDraft = {};
  for (const [, name, value] of text.slice(0, maxSettings).matchAll(setting)) take(plan, name!, value!);
  return plan;
}

function take(plan: PlanDraft, name: string, value: string): void {
  const last = name.toLowerCase().replaceAll('-', '_').split('.').at(-1)!;
  if (!/^\d{1,9}$/.test(value) || Number(value) === 0) return;
  if (epochNames.has(last)) plan.epochs = Number(value);
  else if (iterationNames.has(last)) plan.iterations = Number(value);
}

/** Characters: a dumped configuration is smaller. */
const maxSettings = 1_000_000;
const setting = /(?<![\w.])["']?([a-z_]+)["']?[ \t]*[:=][ \t]*(?:\r?\n[ \t]+value:[ \t]*)?(\d{1,9})(?=\s|,|\)|\}|$)/gi;

/** Of Ultralytics, YOLOv5, DETR, D-FINE (`epoches`), mmengine, mmcv, Lightning, Keras, Hugging Face and YOLOX. */
const epochNames: ReadonlySet<string> = new Set([
  'epochs',
  'epoches',
  'max_epochs',
  'total_epochs',
  'num_epochs',
  'n_epochs',
  'num_train_epochs',
  'max_epoch',
]);

/** Of Darknet, Detectron2, mmengine, Lightning, Hugging Face and TensorFlow. */
const iterationNames: ReadonlySet<string> = new Set([
  'max_batches',
  'max_iter',
  'max_iters',
  'max_steps',
  'total_iters',
  'num_train_steps',
]);
