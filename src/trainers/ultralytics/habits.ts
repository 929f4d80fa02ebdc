import { habitsOf } from '../kit/habits.ts';

/**
 * Sources: ultralytics/engine/trainer.py (save_model, final_eval, train), utils/torch_utils.py (EarlyStopping,
 * strip_optimizer); trainers.md 2, 10, 11.
 */
export const habits = habitsOf('epochs', 1, {
  family: 'yolo',
  savedWhen: 'reported',
  saves:
    'weights/last.pt after every epoch, weights/best.pt when the fitness is the best so far (a mean of mAP50 and mAP50-95, or in newer versions mAP50-95 alone), and epochN.pt where save_period asks for it; it announces none of them, so a save is shown once the next epoch has begun',
  interrupt:
    'SIGINT ends it at once with a traceback: the epoch of the moment is lost, and the final validation, the plots and the stripping of the weights are not made; last.pt and best.pt stay whole',
  terminate: 'SIGTERM ends it at once, without a word: the same is lost as with SIGINT',
  resume:
    'yolo train resume model=WEIGHTS/last.pt goes on from the last finished epoch; after its natural end or its own early stop it refuses to, because last.pt was stripped of its optimizer',
  earlyStopping:
    'stops itself when the fitness has not improved for `patience` epochs: 100 by default, 50 in 8.0 and 8.1, 0 turns it off',
  safeMoment:
    "once the next epoch has begun: last.pt is written in place after an epoch's `all` line, and a signal in those seconds can leave it half written",
});
