import { habitsOf } from '../kit/habits.ts';
import { ascii, indexOf } from '../../log/formats/fields.ts';
import { byTrailing, scriptAfterwards } from '../kit/scriptAfterwards.ts';
import { optionOf, withoutOption } from '../kit/commandLine.ts';
import type { Trainer } from '../trainer.ts';
import { metricsFile } from './metricsFile.ts';
import { createDetectron2Reader } from './reader.ts';

const habits = habitsOf('iterations', 0, {
  saves: 'every 5000 iterations (SOLVER.CHECKPOINT_PERIOD) as model_0004999.pth, and model_final.pth at the end',
  interrupt:
    'SIGINT ends it at once and saves nothing, although it prints "Total training time": up to 5000 iterations since the last checkpoint are lost.',
  terminate:
    'SIGTERM ends it at once without a word and saves nothing: up to 5000 iterations since the last checkpoint are lost.',
  resume: 'It goes on from the file that last_checkpoint names, with --resume.',
  earlyStopping: 'It has none: BestCheckpointer, where configured, only keeps the best weights.',
  safeMoment: 'as soon as training lines follow "Saving checkpoint to"',
});

/**
 * Detectron2 and what is built on its engine (AdelaiDet, detrex), and cvpods. AP is printed in percent, iterations are
 * 0-based, losses are the median of 20. Sources: detectron2/utils/events.py (CommonMetricPrinter), engine/hooks.py,
 * evaluation/coco_evaluation.py, evaluation/testing.py (trainers.md 5).
 */
export const detectron2: Trainer = {
  names: ['detectron2'],
  title: 'Detectron2',
  recognise: (line) => (indexOf(line, bracket) !== -1 && greeting.test(line.text()) ? 'detectron2' : null),
  createReader: createDetectron2Reader,
  resultFiles: [metricsFile],
  habits,
  afterwards: scriptAfterwards({
    title: 'Detectron2',
    habit: habits.resume,
    script: /(?:^|[\\/])(?:plain_|lazyconfig_)?train_net\.py$/,
    resume: ['--resume'],
    isFlag: true,
    lengthen: byTrailing('SOLVER.MAX_ITER'),
    longerBy: 'iterations',
    needs: ['optimizer'],
    // It writes what it detects into OUTPUT_DIR/inference, which the training may have done, too.
    validate: (call, file, run) => ({
      call: {
        ...call,
        args: [
          '--eval-only',
          ...withoutOption(call.args, ['--resume', '--eval-only'], 0),
          'MODEL.WEIGHTS',
          file,
          'OUTPUT_DIR',
          `${run.output ?? optionOf(call.args, ['OUTPUT_DIR']) ?? 'output'}-finished`,
        ],
      },
      gives: 'A table of classes, and what it detects in a folder of its own.',
    }),
  }),
};

const bracket = ascii('[');
/** The setup logger is called `detectron2`, the engine's `d2.engine...`. */
const greeting =
  /\[\d\d\/\d\d \d\d:\d\d:\d\d(?: (?:d2(?:go)?|detectron2|detrex|adet|c2|cvpods)(?:\.[\w.]+)?\]: |\] (?:d2(?:go)?|detectron2|detrex|adet|c2|cvpods)(?:\.[\w.]+)? [A-Z]+: )/;
