import { describe, expect, test } from 'vitest';
import { lengthInCommand, lengthInSettings } from '../../../src/trainers/kit/plannedLength.ts';

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
    ['nothing of the kind', 'epochs: many\nepochs: 3.5\n', {}],
  ])('of %s', (_name, text, length) => {
    expect(lengthInSettings(text)).toEqual(length);
  });
});
