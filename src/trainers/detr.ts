import { logFileOf } from './formats/metricLogger/logFile.ts';
import { meterTrainer } from './formats/metricLogger/meterTrainer.ts';
import { withoutOption } from './kit/commandLine.ts';
import { byFlag, byOption, type ScriptHabits } from './kit/scriptAfterwards.ts';
import type { Trainer } from './trainer.ts';

/** DETR and what was made from it (trainers.md 6). */
export const detr: Trainer = {
  ...meterTrainer(
    'detr',
    'DETR, Deformable DETR, RT-DETR',
    {
      family: 'detr',
      silentFiles: ['checkpoint.pth', 'last.pth'],
      saves: 'every epoch as checkpoint.pth (RT-DETR: last.pth), where an output directory is given',
      interrupt: 'SIGINT ends it at once with a traceback: the current epoch is lost.',
      resume: 'It goes on from checkpoint.pth (RT-DETR: last.pth) with --resume.',
      earlyStopping: 'It has none.',
    },
    { script: /(?:^|[\\/])(?:main|train)\.py$/, resume: ['--resume', '-r'], lengthen: byOption('--epochs'), validate },
  ),
  resultFiles: [logFileOf('detr')],
};

/**
 * DETR's main.py takes --eval, RT-DETR's train.py --test-only. With an output directory DETR writes eval.pth into it.
 */
function validate(...[call, file, run]: Parameters<NonNullable<ScriptHabits['validate']>>) {
  const flag = call.script.endsWith('main.py') ? '--eval' : '--test-only';
  const args = withoutOption(call.args, ['--output_dir', '--output-dir'], 1);
  return byFlag(flag, ['--resume', '-r'])({ ...call, args }, file, run);
}
