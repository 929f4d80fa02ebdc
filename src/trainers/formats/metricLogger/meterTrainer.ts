import { habitsOf } from '../../kit/habits.ts';
import type { Trainer, TrainerHabits } from '../../trainer.ts';
import { createMetricLoggerReader } from './reader.ts';
import { recogniseMeters } from './recognise.ts';

/** What differs among the trainers that print with a MetricLogger. */
type Own = Pick<TrainerHabits, 'saves' | 'interrupt' | 'resume' | 'earlyStopping' | 'silentFiles'>;

/**
 * A trainer that prints with the MetricLogger of torchvision's references (references/detection/utils.py). Each is one
 * of its own, because they save and stop differently. Epochs and steps are 0-based (trainers.md 6).
 */
export function meterTrainer(name: string, title: string, own: Own): Trainer {
  return {
    names: [name],
    title,
    recognise: (line) => (recogniseMeters(line, name) ? name : null),
    createReader: createMetricLoggerReader,
    habits: habitsOf('iterations', 0, {
      ...own,
      terminate: 'SIGTERM ends it at once without a word: the current epoch is lost.',
      safeMoment: 'while "Test:" lines are printed: the checkpoint of the epoch is written before them',
      savedWhen: 'evaluated',
    }),
  };
}
