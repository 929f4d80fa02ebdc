import { habitsOf } from '../kit/habits.ts';
import { ascii, indexOf } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import type { Trainer } from '../trainer.ts';
import { afterwardsOf } from './afterwards.ts';
import { createMmdetectionReader } from './reader.ts';
import { resultFiles } from './resultFiles.ts';

const habits = habitsOf('iterations', 1, {
  family: 'mmdetection',
  saves: 'every epoch as epoch_N.pth, or at the interval of its checkpoint hook (MMYOLO: every 10 epochs)',
  interrupt:
    'SIGINT ends it at once with a traceback and nothing is saved: what was trained since the last checkpoint of its interval is lost.',
  terminate:
    'SIGTERM ends it at once without a word and nothing is saved: what was trained since the last checkpoint of its interval is lost.',
  resume:
    'It goes on from the file that last_checkpoint names: MMDetection 3 with --resume, MMDetection 2 with --auto-resume or --resume-from.',
  earlyStopping:
    'MMDetection 2 has none. MMDetection 3 has EarlyStoppingHook, which is off unless configured; its min_delta of 0.1 stops a mAP of 0..1 almost at once.',
  safeMoment: 'as soon as training or validation lines follow "Saving checkpoint at"',
});

/**
 * OpenMMLab: MMDetection 2 (mmcv's TextLoggerHook, on stderr) and 3 (mmengine, on stdout), and what is built on them:
 * MMRotate, MMYOLO. Sources: mmcv/runner/hooks/logger/text.py, mmengine/runner/log_processor.py (trainers.md 4).
 */
export const mmdetection: Trainer = {
  names: ['mmdetection3', 'mmdetection2'],
  title: 'MMDetection',
  recognise,
  createReader: createMmdetectionReader,
  resultFiles,
  habits,
  afterwards: afterwardsOf(habits.resume),
};

function recognise(line: Line): string | null {
  if (indexOf(line, engine) !== -1) return 'mmdetection3';
  if (indexOf(line, information) === -1) return null;
  return secondGeneration.test(line.text()) ? 'mmdetection2' : null;
}

const engine = ascii(' - mmengine - ');
const information = ascii(' - INFO - ');
/** The name of the library, or, in the first versions, only the form of the line. */
const secondGeneration =
  /\d\d:\d\d:\d\d,\d{3} - (?:mm(?:det|det3d|rotate|yolo|fewshot|track)(?:\.\w+)? - INFO - |INFO - Epoch \[\d+\]\[\d+\/\d+\]\s+lr: )/;
