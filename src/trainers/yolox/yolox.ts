import type { Afterwards } from '../afterwards.ts';
import { habitsOf } from '../kit/habits.ts';
import { ascii, indexOf } from '../../log/formats/fields.ts';
import { optionsOf } from '../kit/commandLine.ts';
import { byTrailing, scriptAfterwards } from '../kit/scriptAfterwards.ts';
import type { Trainer } from '../trainer.ts';
import { createYoloxReader } from './reader.ts';

/** Sources: yolox/core/trainer.py, yolox/utils/checkpoint.py; trainers.md 3, 10. */
const habits = habitsOf('iterations', 1, {
  saves:
    'latest_ckpt.pth after every epoch; after an evaluation (every eval_interval epochs, 10 by default) also last_epoch_ckpt.pth, and best_ckpt.pth when the AP is the best so far',
  interrupt:
    'SIGINT ends it at once, though it prints "Training of experiment is done": the epoch of the moment is lost, latest_ckpt.pth stays what it was',
  terminate: 'SIGTERM ends it at once, without a word: the epoch of the moment is lost',
  resume: 'python tools/train.py -f EXP --resume goes on from latest_ckpt.pth',
  earlyStopping: 'has none: it trains to its last epoch',
  safeMoment: 'once a line has followed `Save weights to`, which is printed before the file is written, in place',
});

/** `--resume` without `-c` takes latest_ckpt.pth of its own folder (yolox/core/trainer.py, resume_train). */
const afterwards: Afterwards = scriptAfterwards({
  title: 'YOLOX',
  habit: habits.resume,
  script: /(?:^|[\\/])train\.py$|^yolox\.tools\.train$/,
  resume: ['-c', '--ckpt'],
  also: ['--resume'],
  lengthen: byTrailing('max_epoch'),
  needs: ['optimizer'],
  // tools/eval.py; the confidence is the one that a training evaluates with (yolox/exp/yolox_base.py, test_conf).
  validate: (call, file) => {
    const options = optionsOf(call.args, [
      ['-f', '--exp_file'],
      ['-n', '--name'],
      ['-b', '--batch-size'],
      ['-d', '--devices'],
    ]);
    return {
      call: {
        ...call,
        script: call.script.replace(/train(\.py)?$/, 'eval$1'),
        args: [...options, '-c', file, '--conf', '0.01', ...trailing(call.args)],
      },
      gives: 'A table of classes.',
    };
  },
});

/** The settings of the experiment, which stand behind all options: `data_num_workers 2 max_epoch 120`. */
function trailing(args: readonly string[]): readonly string[] {
  let at = args.length;
  while (at >= 2 && isSetting(args[at - 2]!, args[at - 3] ?? '') && !args[at - 1]!.startsWith('-')) at -= 2;
  return args.slice(at);
}

function isSetting(word: string, before: string): boolean {
  return /^[a-z_]\w*$/.test(word) && (!before.startsWith('-') || flags.has(before));
}

/** Those of tools/train.py that take no value. */
const flags: ReadonlySet<string> = new Set(['--fp16', '--resume', '-o', '--occupy', '--cache']);

/**
 * YOLOX of Megvii: every line of its own goes through loguru, `date | LEVEL | yolox.core.trainer:246 - message`
 * (trainers.md 3).
 */
export const yolox: Trainer = {
  names: ['yolox'],
  title: 'YOLOX',
  recognise: (line) => (indexOf(line, signature) !== -1 && isRecord(line.text()) ? 'yolox' : null),
  createReader: createYoloxReader,
  habits,
  afterwards,
};

const signature = ascii('| yolox.');
/**
 * Whether it begins as loguru begins a record, also behind a bar. What another program wrote before it is not taken for
 * the record's.
 */
function isRecord(text: string): boolean {
  const start = text.search(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \| \w+ +\| yolox\./);
  return start === 0 || (start > 0 && /\d%\|/.test(text.slice(0, start)));
}
