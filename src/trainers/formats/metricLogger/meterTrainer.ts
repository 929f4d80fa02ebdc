import { habitsOf } from '../../kit/habits.ts';
import { scriptAfterwards, type ScriptHabits } from '../../kit/scriptAfterwards.ts';
import type { Trainer, TrainerHabits } from '../../trainer.ts';
import { createMetricLoggerReader } from './reader.ts';
import { recogniseMeters } from './recognise.ts';

/** What differs among the trainers that print with a MetricLogger. */
type Own = Pick<TrainerHabits, 'saves' | 'interrupt' | 'resume' | 'earlyStopping' | 'silentFiles'> &
  Partial<Pick<TrainerHabits, 'family'>>;

/** How its script is told to go on; absent: it has none of its own, but is called from Python. */
type OwnScript = Omit<ScriptHabits, 'title' | 'habit' | 'needs'>;

/** What all of them save beside the weights (references/detection/train.py, DETR's main.py). */
const stateKeys = ['optimizer'];

/**
 * A trainer that prints with the MetricLogger of torchvision's references (references/detection/utils.py). Each is one
 * of its own, because they save and stop differently. Epochs and steps are 0-based (trainers.md 6).
 */
export function meterTrainer(name: string, title: string, own: Own, script?: OwnScript): Trainer {
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
    ...(script === undefined
      ? {}
      : { afterwards: scriptAfterwards({ ...script, title, habit: own.resume, needs: stateKeys }) }),
  };
}
