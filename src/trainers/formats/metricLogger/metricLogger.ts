import { ascii, startsWith } from '../../../log/formats/fields.ts';
import type { Line } from '../../../log/lines/line.ts';
import type { TrainerName } from '../../../run/events.ts';
import type { Trainer, TrainerHabits } from '../../trainer.ts';
import { lossesOf } from './losses.ts';
import { createMetricLoggerReader } from './reader.ts';
import { rfdetrMessage } from './rfdetrLogger.ts';

/*
 * The trainers that print with the MetricLogger of torchvision's references (references/detection/utils.py), each a trainer of its own because
 * they save and stop differently. Epochs and steps are 0-based (trainers.md 6).
 */

const common = {
  counts: 'iterations',
  terminate: 'SIGTERM ends it at once without a word: the current epoch is lost.',
  safeMoment: 'while "Test:" lines are printed: the checkpoint of the epoch is written before them',
  savedWhen: 'evaluated',
  lossBands: false,
  mapUnit: 'fraction',
  countsFrom: 0,
} as const satisfies Partial<TrainerHabits>;

export const torchvision: Trainer = {
  names: ['torchvision'],
  title: 'torchvision references',
  recognise: (line) => nameOf(line, 'torchvision'),
  createReader: createMetricLoggerReader,
  companions: () => [],
  habits: {
    ...common,
    saves: 'every epoch as model_N.pth and checkpoint.pth, where --output-dir is given',
    interrupt: 'SIGINT ends it at once with a traceback: the current epoch is lost.',
    resume: 'It goes on from checkpoint.pth with --resume.',
    earlyStopping: 'It has none.',
  },
};

export const detr: Trainer = {
  names: ['detr'],
  title: 'DETR, Deformable DETR, RT-DETR',
  recognise: (line) => nameOf(line, 'detr'),
  createReader: createMetricLoggerReader,
  companions: () => [],
  habits: {
    ...common,
    saves: 'every epoch as checkpoint.pth (RT-DETR: last.pth), where an output directory is given',
    interrupt: 'SIGINT ends it at once with a traceback: the current epoch is lost.',
    resume: 'It goes on from checkpoint.pth (RT-DETR: last.pth) with --resume.',
    earlyStopping: 'It has none.',
  },
};

export const dfine: Trainer = {
  names: ['d-fine'],
  title: 'D-FINE, DEIM',
  recognise: (line) => nameOf(line, 'd-fine'),
  createReader: createMetricLoggerReader,
  companions: () => [],
  habits: {
    ...common,
    saves:
      'every epoch as last.pth until the last stage begins (stop_epoch); from then on only weights that are the best so far',
    interrupt:
      'SIGINT ends it at once with a traceback: the current epoch is lost, and in the last stage everything since the best weights.',
    resume: 'It goes on from last.pth with --resume; in the last stage that file is from before the stage.',
    earlyStopping: 'It has none; in the last stage it goes back to best.pth whenever an epoch is no better.',
  },
};

export const rfdetr: Trainer = {
  names: ['rf-detr'],
  title: 'RF-DETR',
  recognise: (line) => nameOf(line, 'rf-detr'),
  createReader: createMetricLoggerReader,
  companions: () => [],
  habits: {
    ...common,
    saves:
      'every epoch as checkpoint.pth, and the best weights as checkpoint_best_regular.pth and checkpoint_best_ema.pth',
    interrupt: 'SIGINT ends it: the current epoch is lost.',
    resume: 'It goes on from checkpoint.pth with resume="checkpoint.pth".',
    earlyStopping:
      'early_stopping is off by default; switched on, it waits 10 epochs for a mAP that is better by 0.001.',
  },
};

function nameOf(line: Line, wanted: TrainerName): TrainerName | null {
  if (wanted === 'rf-detr' && rfdetrMessage(line) !== null) return 'rf-detr';
  if (!startsWith(line, epochWord)) return null;
  const text = line.text();
  return meterLine.test(text) && lossesOf(text) === wanted ? wanted : null;
}

const epochWord = ascii('Epoch: [');
const meterLine = /^Epoch: \[\d+(?:\/\d+)?\]\s+\[ *\d+\/\d+\]\s+eta: /;
