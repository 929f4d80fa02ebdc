import { type LineRule, readByRule } from '../kit/lineRules.ts';
import type { Emit } from '../trainer.ts';
import { planOfSettings } from '../formats/yoloConsole/planSettings.ts';
import { readSharedNotice } from '../formats/yoloConsole/notices.ts';
import { numberSetting, readSettings, type Settings, switchSetting } from '../formats/yoloConsole/settings.ts';
import type { Training } from '../formats/yoloConsole/training.ts';
import type { FamilyName } from './family.ts';

/**
 * What YOLOv5 and its relatives say beside their tables (train.py, utils/torch_utils.py, utils/general.py; trainers.md
 * 3).
 */
export function createNotices(
  nameOf: () => FamilyName,
  modelNamed: (model: string, training: Training, emit: Emit) => void,
): (text: string, training: Training, emit: Emit) => boolean {
  return (text, training, emit) => {
    const model = /^(\S+) summary(?: \(fused\))?: /.exec(text)?.[1];
    if (model !== undefined) modelNamed(model, training, emit);
    return (
      readByRule(notices, text, training, emit, nameOf()) ||
      readSharedNotice(text, training, emit) ||
      chatter.test(text)
    );
  };
}

const notices: readonly LineRule<[training: Training, emit: Emit, name: FamilyName]>[] = [
  {
    line: /^(?:YOLOv5|YOLOv7|YOLOR|YOLO) +(?:\S+ +)?v?(\S+) +(?:Python-|torch )\d/i,
    read: ([, version], training, emit, name) => {
      if (training.version === version) return;
      training.version = version!;
      emit({ type: 'trainer', name, version: version! });
    },
  },
  {
    line: /^(?:(?:segment\/|classify\/)?train(?:_dual|_triple)?: (?=weights=|model=)|Namespace\()(.*?)\)?$/,
    read: ([, settings], training, emit) => readPlan(readSettings(settings!), training, emit),
  },
  {
    line: /^[Hh]yperparameters:? .*?'?warmup_epochs'?[=:] ?([\d.]+)(?=[,}])/,
    read: ([, epochs], training, emit) => training.setPlan({ warmUp: Number(epochs) }, emit),
  },
  {
    line: /^Resuming training from .+? from epoch (\d+) to (\d+) total epochs/,
    read: ([, done, epochs], training, emit) => {
      training.resume(Number(done), emit);
      training.setPlan({ epochs: Number(epochs) }, emit);
    },
  },
  {
    line: /^Starting .+ training on .+ dataset with \d+ classes for (\d+) epochs\.\.\.$/,
    read: ([, epochs], training, emit) => {
      training.begin(emit);
      training.setPlan({ epochs: Number(epochs) }, emit);
    },
  },
  { line: /^Resuming training from \S/, read: (_match, training, emit) => training.resume(null, emit) },
  {
    line: /^(?:EarlyStopping: )?(?:Training stopped early|Stopping training early) as no improvement observed in last \d+ epochs\. Best results observed at epoch (\d+),/,
    read: ([, best], training, emit) => {
      training.stoppedEarly = true;
      training.checkpoints.bestWas(Number(best) + 1, emit);
    },
  },
  {
    line: /^EarlyStopping patience \d+ exceeded, stopping training\.?$/,
    read: (_match, training) => {
      training.stoppedEarly = true;
    },
  },
  {
    line: /^(?:AutoBatch: )?Using batch-size (\d+) for /,
    read: ([, batch], training, emit) => training.setPlan({ batch: Number(batch) }, emit),
  },
];

/** The options of the training. */
function readPlan(settings: Settings, training: Training, emit: Emit): void {
  const plan = planOfSettings(settings);
  const batch = numberSetting(settings, 'total_batch_size') ?? numberSetting(settings, 'batch_size');
  if (batch !== null) plan.batch = batch >= 1 ? batch : null;
  const unsaved = switchSetting(settings, 'nosave');
  if (unsaved !== null) plan.checkpointEvery = unsaved ? null : 1;
  training.setPlan(plan, emit);
  training.checkpoints.enabled = unsaved !== true;
  training.checkpoints.period = numberSetting(settings, 'save_period') ?? 0;
  training.checkpoints.directory = null;
}

/** What says nothing of the training's course. */
const chatter =
  /^(?:WARNING\b|(?:train|val|test|github|optimizer|requirements|AutoAnchor|autoanchor|AutoBatch|AMP|TensorBoard|tensorboard|albumentations|ClearML|Comet|Weights & Biases|wandb|remote|[Hh]yperparameters):? |Start Tensorboard|Overriding |Transferred \d|Freezing |freezing |Scaled weight_decay|Optimizer groups: |Model [Ss]ummary|\S+ summary(?: \(fused\))?: |Fusing layers|Adding |Analyzing anchors|Plotting labels|Scanning |Speed: |Using (?:torch|SyncBatchNorm|CUDA|DDP)|Image sizes |Closing dataloader mosaic|Downloading |Convert model to |Reversing |IDetect\.fuse|RepConv\.fuse|Caching |To update EarlyStopping|\S+ has been trained for )/;
