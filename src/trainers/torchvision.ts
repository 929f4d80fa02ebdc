import { meterTrainer } from './formats/metricLogger/meterTrainer.ts';
import { byFlag, byOption } from './kit/scriptAfterwards.ts';

/** The references of torchvision. Source: references/detection/train.py (trainers.md 6). */
export const torchvision = meterTrainer(
  'torchvision',
  'torchvision references',
  {
    silentFiles: ['checkpoint.pth'],
    saves: 'every epoch as model_N.pth and checkpoint.pth, where --output-dir is given',
    interrupt: 'SIGINT ends it at once with a traceback: the current epoch is lost.',
    resume: 'It goes on from checkpoint.pth with --resume.',
    earlyStopping: 'It has none.',
  },
  {
    script: /(?:^|[\\/])train\.py$/,
    resume: ['--resume'],
    lengthen: byOption('--epochs'),
    validate: byFlag('--test-only', ['--resume']),
  },
);
