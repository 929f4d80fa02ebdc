import { describe, expect, test } from 'vitest';
import { basesOf, lengthInCommand, lengthInSettings } from '../../../src/trainers/kit/plannedLength.ts';

describe('the planned length in a command', () => {
  test.each([
    ['python train.py --epochs 300', { epochs: 300 }],
    ['python train.py --epochs=300 --batch 16', { epochs: 300 }],
    ['yolo train model=yolov8n.pt epochs=100', { epochs: 100 }],
    ['python tools/train.py c.py --cfg-options train_cfg.max_epochs=36', { epochs: 36 }],
    ['python tools/train.py c.py --cfg-options total_epochs=24', { epochs: 24 }],
    ['python train_net.py SOLVER.MAX_ITER 90000', { iterations: 90_000 }],
    ['python main.py trainer.max_epochs=50', { epochs: 50 }],
    ['python run.py --num_train_epochs 30 --max_steps -1', { epochs: 30 }],
    ['python train.py --warmup-epochs 3 --epochs 10', { epochs: 10 }],
    ['python tools/train.py c.py --cfg-options runner.max_epochs=12', { epochs: 12 }],
    ['python main.py ctdet --exp_id coco_dla --num_epochs 230 --lr_step 180,210', { epochs: 230 }],
    ['python train_ssd.py --data=data/fruit --num-epochs 30', { epochs: 30 }],
    ['tao model dino train -e train.yaml train.num_epochs=12', { epochs: 12 }],
    ['python model_main_tf2.py --num_train_steps=50000', { iterations: 50_000 }],
    ['python train.py --epochs', {}],
    ['python train.py', {}],
  ])('%s', (command, length) => {
    expect(lengthInCommand(command.split(' '))).toEqual(length);
  });
});

describe('the planned length in settings', () => {
  test.each([
    ['flat YAML', 'lr: 0.01\nepochs: 300\nwarmup_epochs: 3.0\n', { epochs: 300 }],
    ['nested YAML', 'trainer:\n  max_epochs: 50\n  max_steps: -1\n', { epochs: 50 }],
    ['W&B', 'epochs:\n    desc: null\n', {}],
    ['W&B with a value', 'epochs:\n    value: 100\nlr:\n    value: 0.01\n', { epochs: 100 }],
    ['mmengine', "train_cfg = dict(max_epochs=300, type='EpochBasedTrainLoop', val_interval=10)", { epochs: 300 }],
    [
      'mmengine by iterations',
      "train_cfg = dict(\n    max_iters=90000,\n    type='IterBasedTrainLoop')",
      { iterations: 90_000 },
    ],
    ['JSON', '{"epochs": 12, "batch": 4}', { epochs: 12 }],
    ['D-FINE', 'epoches: 132 # 120 + 4n\n', { epochs: 132 }],
    ['a dotted name', 'cfg.SOLVER.MAX_ITER = 2000\ncfg.SOLVER.STEPS = []', { iterations: 2000 }],
    ['a list of names and values', "cfg.merge_from_list(['SOLVER.MAX_ITER', 1000])", { iterations: 1000 }],
    ['YOLOX', '        self.max_epoch = 300\n        self.warmup_epochs = 5\n', { epochs: 300 }],
    ["TensorFlow's pipeline", 'train_config {\n  batch_size: 8\n  num_steps: 25000\n}', { iterations: 25_000 }],
    ["TAO's specification", 'training_config {\n  batch_size_per_gpu: 8\n  num_epochs: 120\n}', { epochs: 120 }],
    ['PaddleDetection', '_BASE_: [\n  a.yml]\nsnapshot_epoch: 5\nepoch: 300\n', { epochs: 300 }],
    ['an epoch that is no plan', 'epoch: 7\nloss: 0.5\n', {}],
    ['fastai', 'learn.fine_tune(20, 1e-2, freeze_epochs=1)', { epochs: 20 }],
    ["CenterNet's options", '==> Opt:\n  num_epochs: 140\n  num_iters: -1\n', { epochs: 140 }],
    ['nothing of the kind', 'epochs: many\nepochs: 3.5\n', {}],
  ])('of %s', (_name, text, length) => {
    expect(lengthInSettings(text)).toEqual(length);
  });
});

describe('the files that settings are based on', () => {
  test.each([
    ['mmengine', "_base_ = [\n    '../_base_/models/a.py', '../_base_/schedules/schedule_1x.py'\n]\nmodel = dict()", 2],
    ['mmengine, of one', "_base_ = './faster-rcnn_r50_fpn_1x_coco.py'\n", 1],
    ['RT-DETR and D-FINE', "__include__: [\n  '../dataset/coco_detection.yml',\n  '../include/optimizer.yml',\n]\n", 2],
    ['PaddleDetection', "_BASE_: [\n  '../runtime.yml',\n  '_base_/optimizer_300e.yml',\n]\n", 2],
    ['Detectron2', '_BASE_: "../Base-RCNN-FPN.yaml"\nMODEL:\n  WEIGHTS: "a.yaml"\n', 1],
    ['a list of lines', '_BASE_:\n  - a.yml\n  - b.yml\nepoch: 3\n', 2],
    ['none', "model = dict(base='x.py')\n", 0],
  ])('of %s', (_name, text, count) => {
    expect(basesOf(text)).toHaveLength(count);
  });
});
