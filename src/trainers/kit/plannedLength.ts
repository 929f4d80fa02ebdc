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
 * `train_cfg = dict(max_epochs=300)`, `cfg.SOLVER.MAX_ITER = 300`, fastai's `learn.fit_one_cycle(30, 1e-2)`, and W&B's
 * `epochs:` above `value: 300`. Of several the last counts.
 */
export function lengthInSettings(text: string): PlanDraft {
  const plan: PlanDraft = {};
  const settings = text.slice(0, maxSettings);
  for (const [, name, value] of settings.matchAll(setting)) take(plan, name!, value!);
  for (const [, epochs] of settings.matchAll(fitted)) plan.epochs = Number(epochs);
  // PaddleDetection's whole configuration says it by a plain `epoch`.
  const paddle = /^(?:LearningRate|snapshot_epoch|_BASE_):/m.test(settings)
    ? /^epoch: *(\d{1,9})\s*$/m.exec(settings)
    : null;
  if (paddle !== null) plan.epochs = Number(paddle[1]);
  return plan;
}

/**
 * The files that a file of settings is based on, as it names them, the most general first: mmengine's `_base_`,
 * Detectron2's and PaddleDetection's `_BASE_`, RT-DETR's and D-FINE's `__include__`. What they say counts less.
 */
export function basesOf(text: string): readonly string[] {
  const settings = text.slice(0, maxSettings);
  const named = Array.from(settings.matchAll(base), ([, list]) => list!).join(' ');
  return Array.from(named.matchAll(/["']?([\w./-]{1,300}\.(?:ya?ml|py|json))\b/g), ([, file]) => file!);
}

function take(plan: PlanDraft, name: string, value: string): void {
  const last = name.toLowerCase().replaceAll('-', '_').split('.').at(-1)!;
  if (!/^\d{1,9}$/.test(value) || Number(value) === 0) return;
  if (epochNames.has(last)) plan.epochs = Number(value);
  else if (iterationNames.has(last)) plan.iterations = Number(value);
}

/** Characters: a dumped configuration is smaller. */
const maxSettings = 1_000_000;
const setting =
  /(?<!\w)["']?([a-z_]+)(?:["']?[ \t]*[:=]|["'][ \t]*,)[ \t]*(?:\r?\n[ \t]+value:[ \t]*)?(\d{1,9})(?=[\s,)}\]]|$)/gi;

const fitted = /\.(?:fit|fit_one_cycle|fine_tune)\( *(\d{1,6}) *[,)]/g;
const base =
  /^(?:_base_|_BASE_|__include__)[ \t]*[:=][ \t]*((?:\[[^\]]{0,5000}\]|[^\n]{0,1000})(?:\n[ \t]*- [^\n]{0,500}){0,50})/gm;

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
  'num_steps',
]);
