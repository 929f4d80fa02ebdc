import { ascii, indexOf } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import { habitsOf } from '../kit/habits.ts';
import type { Trainer } from '../trainer.ts';
import { asksForJitCheckpoint } from './jitCheckpoint.ts';
import { createReader, dictionaryIn } from './reader.ts';
import { trainerState } from './trainerState.ts';

const habits = habitsOf('iterations', 0, {
  family: 'detr',
  checkpointSuffixes: ['.bin'],
  saves:
    'as checkpoint-N at every save point of its save_strategy: every 500 steps unless told otherwise, or every epoch',
  interrupt: 'SIGINT ends it at once with a traceback: what was trained since the last save point is lost.',
  terminate:
    'SIGTERM ends it at once without a word: what was trained since the last save point is lost. With enable_jit_checkpoint it saves first: where its command or its log says so, a stop begins with SIGTERM and waits for that.',
  resume: 'It goes on from the last checkpoint-N with resume_from_checkpoint=True.',
  earlyStopping:
    'EarlyStoppingCallback is off unless configured; it says nothing when it stops the training (patience 1, threshold 0).',
  safeMoment: 'as soon as the progress bar moves again after a save point',
});

/**
 * Hugging Face's Trainer: Python dictionaries on stdout (numbers in v4, strings of numbers in v5) and tqdm bars on
 * stderr. Sources: transformers/trainer_callback.py (ProgressCallback, PrinterCallback), trainer.py (trainers.md 8).
 */
export const hfTrainer: Trainer = {
  names: ['hf-trainer'],
  title: 'Hugging Face Trainer',
  recognise,
  createReader,
  resultFiles: [trainerState],
  habits,
  savesOnTerminate: asksForJitCheckpoint,
};

function recognise(line: Line): string | null {
  if (indexOf(line, epochKey) === -1) return null;
  return dictionaryIn(line.text()) !== null ? 'hf-trainer' : null;
}

const epochKey = ascii("'epoch': ");
