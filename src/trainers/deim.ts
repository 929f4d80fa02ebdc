import { logFileOf } from './formats/metricLogger/logFile.ts';
import { meterTrainer } from './formats/metricLogger/meterTrainer.ts';
import { byFlag, byListed } from './kit/scriptAfterwards.ts';
import type { Trainer } from './trainer.ts';

/** DEIM and DEIMv2, made from D-FINE. Source: engine/solver/det_solver.py. */
export const deim: Trainer = {
  ...meterTrainer(
    'deim',
    'DEIM, DEIMv2',
    {
      family: 'detr',
      silentFiles: ['last.pth'],
      saves:
        'every epoch as last.pth until the last stage begins (stop_epoch), and the best weights as best_stg1.pth, in the last stage as best_stg2.pth',
      interrupt:
        'SIGINT ends it at once with a traceback: the current epoch is lost, and in the last stage everything since best_stg2.pth.',
      resume: 'It goes on from last.pth with -r; in the last stage that file is from before the stage.',
      earlyStopping: 'It has none; in the last stage it goes back to best_stg1.pth whenever an epoch is no better.',
    },
    {
      script: /(?:^|[\\/])train\.py$/,
      resume: ['-r', '--resume'],
      lengthen: byListed('-u', 'epoches'),
      validate: byFlag('--test-only', ['-r', '--resume']),
    },
  ),
  resultFiles: [logFileOf('deim')],
};
