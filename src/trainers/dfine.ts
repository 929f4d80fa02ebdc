import { logFileOf } from './formats/metricLogger/logFile.ts';
import { meterTrainer } from './formats/metricLogger/meterTrainer.ts';
import { byFlag, byListed } from './kit/scriptAfterwards.ts';
import type { Trainer } from './trainer.ts';

/** D-FINE (trainers.md 6). */
export const dfine: Trainer = {
  ...meterTrainer(
    'd-fine',
    'D-FINE',
    {
      family: 'detr',
      silentFiles: ['last.pth'],
      saves:
        'every epoch as last.pth until the last stage begins (stop_epoch); from then on only weights that are the best so far',
      interrupt:
        'SIGINT ends it at once with a traceback: the current epoch is lost, and in the last stage everything since the best weights.',
      resume: 'It goes on from last.pth with --resume; in the last stage that file is from before the stage.',
      earlyStopping: 'It has none; in the last stage it goes back to best.pth whenever an epoch is no better.',
    },
    {
      script: /(?:^|[\\/])train\.py$/,
      resume: ['-r', '--resume'],
      lengthen: byListed('-u', 'epoches'),
      validate: byFlag('--test-only', ['-r', '--resume']),
    },
  ),
  resultFiles: [logFileOf('d-fine')],
};
