import { type LineRule, readByRule } from '../kit/lineRules.ts';
import type { Emit } from '../trainer.ts';
import { weightsIn } from '../formats/yoloConsole/checkpoints.ts';
import { planOfSettings } from '../formats/yoloConsole/planSettings.ts';
import { readSharedNotice } from '../formats/yoloConsole/notices.ts';
import { numberSetting, readSettings, type Settings, switchSetting } from '../formats/yoloConsole/settings.ts';
import type { Training } from '../formats/yoloConsole/training.ts';

/**
 * Reads what Ultralytics says beside its tables (engine/trainer.py, utils/torch_utils.py; trainers.md 2). Returns false
 * when it says no such thing.
 */
export function readNotice(text: string, training: Training, emit: Emit): boolean {
  return readByRule(notices, text, training, emit) || readSharedNotice(text, training, emit) || chatter.test(text);
}

const notices: readonly LineRule<[training: Training, emit: Emit]>[] = [
  {
    line: /^Ultralytics (?:YOLO\S{0,20}?)?(\d+\.\d+\.\d\S*) /i,
    read: ([, version], training, emit) => {
      if (training.version === version) return;
      training.version = version!;
      emit({ type: 'trainer', name: 'ultralytics', version: version! });
    },
  },
  {
    line: /^(?:yolo[\\/])?engine[\\/]trainer: (.*)$/,
    read: ([, settings], training, emit) => readPlan(readSettings(settings!), training, emit),
  },
  {
    line: /^Resuming training .+ from epoch (\d+) to (\d+) total epochs/,
    read: ([, next, epochs], training, emit) => {
      training.resume(Number(next) - 1, emit);
      training.setPlan({ epochs: Number(epochs) }, emit);
    },
  },
  {
    line: /^MLflow: logging run_id\(([0-9a-f]{32})\) to (.+)$/,
    read: ([, run, store], _training, emit) => emit({ type: 'output', directory: store!, mlflowRun: run! }),
  },
  {
    line: /^Closing dataloader mosaic$/,
    read: (_match, training, emit) => emit({ type: 'regime', at: training.closed() + 1, label: 'mosaic closed' }),
  },
  {
    line: /^(?:EarlyStopping: )?(?:Training stopped early|Stopping training early) as no improvement observed in last \d+ epochs\. Best results observed at epoch (\d+),/,
    read: ([, best], training, emit) => {
      training.stoppedEarly = true;
      training.checkpoints.bestWas(Number(best), emit);
    },
  },
  {
    line: /^(?:WARNING\S*(?:\s+\S+)?\s+)?((?:Loss|Fitness) NaN\/Inf detected \(attempt \d+\/\d+\), recovering from last\.pt.*)$/,
    read: ([, message], training, emit) => {
      training.repeatEpoch(emit);
      emit({ type: 'fault', text: message!, fatal: false });
    },
  },
  {
    line: /^(?:WARNING\S*(?:\s+\S+)?\s+)?((?:\w+ out of memory|CUDA backend memory error) with batch=\d+\. Reducing to batch=(\d+) and retrying .*)$/,
    read: ([, message, batch], training, emit) => {
      emit({ type: 'fault', text: message!, fatal: false });
      training.setPlan({ batch: Number(batch) }, emit);
      training.retryEpoch();
    },
  },
  {
    line: /^AutoBatch: Using batch-size (\d+) for /,
    read: ([, batch], training, emit) => training.setPlan({ batch: Number(batch) }, emit),
  },
  {
    line: /^Using (\d+) train, \d+ val images /,
    read: ([, images], training, emit) => training.setPlan({ trainingImages: Number(images) }, emit),
  },
];

/** The settings as they were given and completed (cfg/default.yaml). */
function readPlan(settings: Settings, training: Training, emit: Emit): void {
  const plan = planOfSettings(settings);
  const warmUp = numberSetting(settings, 'warmup_epochs');
  if (warmUp !== null) plan.warmUp = warmUp;
  // A share or -1 lets the trainer find the batch itself.
  const batch = numberSetting(settings, 'batch');
  if (batch !== null) plan.batch = batch >= 1 ? batch : null;
  const hours = numberSetting(settings, 'time');
  if (hours !== null || settings.get('time') === 'None') plan.seconds = hours === null ? null : hours * 3600;
  const saves = switchSetting(settings, 'save');
  if (saves !== null) plan.checkpointEvery = saves ? 1 : null;
  training.setPlan(plan, emit);
  training.checkpoints.enabled = saves ?? true;
  training.checkpoints.period = numberSetting(settings, 'save_period') ?? 0;
  const directory = settings.get('save_dir');
  if (directory !== undefined) training.checkpoints.directory = weightsIn(directory);
}

/** What says nothing of the training's course. */
const chatter =
  /^(?:WARNING\b|(?:train|val|test|AMP|optimizer|AutoBatch|AutoAnchor|TensorBoard|albumentations|Albumentations|DDP|MLflow|ClearML|Comet|Weights & Biases|wandb|Ray Tune|requirements|MuSGD|engine\/\w+|[Cc]omet\S*): |Overriding |Transferred \d|Freezing layer |YOLO\S* summary|\S+ summary(?: \(fused\))?: |Model summary|New https:\/\/pypi|Plotting labels|Downloading |Creating new Ultralytics Settings|View (?:Ultralytics )?Settings|Update Settings|Ultralytics Settings|Using \d+ \w+ (?:images|workers)|Speed: |Results saved to |💡|Learn more|To update EarlyStopping|Fusing layers|Found https?:|Unzipping |Dataset |Caching |Image sizes |Sampling |class weights|\S+ has been trained for )/u;
