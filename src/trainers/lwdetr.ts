import { logFileOf } from './formats/metricLogger/logFile.ts';
import { meterTrainer } from './formats/metricLogger/meterTrainer.ts';
import { byFlag, byOption } from './kit/scriptAfterwards.ts';
import type { Trainer } from './trainer.ts';

/** LW-DETR. Source: main.py, engine.py of Atten4Vis/LW-DETR. */
export const lwdetr: Trainer = {
  ...meterTrainer(
    'lw-detr',
    'LW-DETR',
    {
      family: 'detr',
      silentFiles: ['checkpoint.pth'],
      saves:
        'every epoch as checkpoint.pth, and the best weights as checkpoint_best_regular.pth and checkpoint_best_ema.pth, where an output directory is given',
      interrupt: 'SIGINT ends it at once with a traceback: the current epoch is lost.',
      resume: 'It goes on from checkpoint.pth with --resume.',
      earlyStopping: 'It has none.',
    },
    {
      script: /(?:^|[\\/])main\.py$/,
      resume: ['--resume'],
      lengthen: byOption('--epochs'),
      validate: byFlag('--eval', ['--resume']),
    },
  ),
  resultFiles: [logFileOf('lw-detr')],
};
