import { habitsOf } from '../kit/habits.ts';
import type { TrainerHabits } from '../trainer.ts';

/** Sources: train.py and utils/torch_utils.py of each; trainers.md 3, 10, 11. */
export const yolov5Habits = habitsOf('epochs', 0, {
  family: 'yolo',
  savedWhen: 'reported',
  saves:
    'weights/last.pt after every epoch, weights/best.pt when 0.1 mAP50 + 0.9 mAP50-95 is the best so far, and epochN.pt where --save-period asks for it; it announces none of them, so a save is shown once the next epoch has begun',
  interrupt:
    'SIGINT ends it at once with a traceback: the epoch of the moment is lost, and the final validation, the plots and the stripping of the weights are not made; last.pt and best.pt stay whole',
  terminate: 'SIGTERM ends it at once, without a word: the same is lost as with SIGINT',
  resume:
    'python train.py --resume PATH/weights/last.pt goes on from the last finished epoch; after its natural end it refuses to, because last.pt was stripped of its optimizer',
  earlyStopping:
    'from v6.0 on it stops itself when the fitness has not improved for --patience epochs (100 by default); before, never',
  safeMoment:
    "once the next epoch has begun: last.pt is written in place after an epoch's `all` line, and a signal in those seconds can leave it half written",
});

export const yolov7Habits: TrainerHabits = {
  ...yolov5Habits,
  saves:
    'weights/last.pt after every epoch, weights/best.pt when 0.1 mAP50 + 0.9 mAP50-95 is the best so far, and epoch_NNN.pt after the first epoch, every 25th and the last five; it announces none of them, so a save is shown once the next epoch has begun',
  earlyStopping: 'has none: it trains to its last epoch',
};

export const yolorHabits: TrainerHabits = {
  ...yolov7Habits,
  saves:
    'weights/last.pt after every epoch, and weights/best.pt when 0.1 mAP50 + 0.9 mAP50-95 is the best so far; it announces neither, so a save is shown once the next epoch has begun',
};

export const yolov9Habits: TrainerHabits = {
  ...yolov5Habits,
  earlyStopping: 'stops itself when the fitness has not improved for --patience epochs (100 by default)',
};
