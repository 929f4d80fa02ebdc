import { logFileOf } from './formats/metricLogger/logFile.ts';
import { meterTrainer } from './formats/metricLogger/meterTrainer.ts';
import type { Trainer } from './trainer.ts';

/** RF-DETR (trainers.md 6). */
export const rfdetr: Trainer = {
  ...meterTrainer('rf-detr', 'RF-DETR', {
    family: 'detr',
    silentFiles: ['checkpoint.pth'],
    saves:
      'every epoch as checkpoint.pth, and the best weights as checkpoint_best_regular.pth and checkpoint_best_ema.pth',
    interrupt: 'SIGINT ends it: the current epoch is lost.',
    resume: 'It goes on from checkpoint.pth with resume="checkpoint.pth".',
    earlyStopping:
      'early_stopping is off by default; switched on, it waits 10 epochs for a mAP that is better by 0.001.',
  }),
  resultFiles: [logFileOf('rf-detr')],
};
