import type { Afterwards, EndedTraining, Finishing, KeptWeights, Refusal, Restart, Resuming } from '../afterwards.ts';
import { callOf, fileOf, flagsOf, optionsOf, scriptCall, withOption, withoutOption } from '../kit/commandLine.ts';
import { besideOutput, stripsFirst } from '../kit/finishing.ts';
import { bestFirst, savedFiles, unknownCommand } from '../kit/saved.ts';
import type { FamilyName } from './family.ts';

/**
 * `--resume FILE` takes all other options from the opt.yaml beside the weights, the number of epochs included. YOLOv7
 * and YOLOR go on from unstripped `--weights`, too, and then to the `--epochs` of the command, in a folder of their
 * own. Sources: train.py of each; utils/torch_utils.py (smart_resume) of YOLOv5 v7.0.
 */
export function familyAfterwards(name: FamilyName, title: string, habit: string): Afterwards {
  const canBeLonger = name === 'yolov7' || name === 'yolor';
  return {
    longerBy: canBeLonger ? 'epochs' : null,
    resume: (ended) => resume(ended, title, habit),
    resumesFrom: (command) => fileOf(scriptCall(command, script)?.args ?? [], ['--resume']),
    restart: (ended) => restart(ended, title, habit),
    finish: (ended, weights) => finish(ended, weights, name, title, habit),
  };
}

const script = /(?:^|[\\/])train(?:_aux|_dual|_triple)?\.py$/;
const weightsOption = ['--weights'] as const;

function resume(ended: EndedTraining, title: string, habit: string): Resuming | Refusal {
  const call = scriptCall(ended.command, script);
  if (call === null) return unknownCommand(title, habit);
  const rest = withoutOption(call.args, ['--resume'], 'optional');
  const { length } = ended;
  if (length === null) {
    // The others count for nothing then, and are kept for what follows.
    return { from: savedFiles(ended), needs: stateKeys, command: (file) => callOf(call, ['--resume', file, ...rest]) };
  }
  const args = withOption(rest, ['--epochs'], String(length));
  return {
    from: savedFiles(ended),
    needs: stateKeys,
    command: (file) => callOf(call, withOption(args, weightsOption, file)),
    notes: ['It writes to a folder of its own, and the weights of before stay as they are.'],
  };
}

/** What `strip_optimizer` takes out at a natural end (utils/general.py). */
const stateKeys = ['optimizer'];

/** The learning rate of these trainers is in a file, `lr0:` of --hyp, of which the run's folder keeps a copy. */
function restart(ended: EndedTraining, title: string, habit: string): Restart | Refusal {
  const call = scriptCall(ended.command, script);
  if (call === null) return unknownCommand(title, habit);
  const { output } = ended.run;
  if (output === null) {
    return { refused: 'The log does not say where the training kept its hyp.yaml, which holds its learning rate.' };
  }
  const args = withoutOption(call.args, ['--resume'], 'optional');
  return {
    from: bestFirst(ended),
    command: (file, copy) => callOf(call, withOption(withOption(args, weightsOption, file), ['--hyp'], copy)),
    changed: {
      source: `${output}/hyp.yaml`,
      change: (text) => (/^lr0: *[\d.eE-]+/m.test(text) ? text.replace(/^(lr0: *)([\d.eE-]+)/m, tenth) : null),
      what: 'lr0 divided by 10',
    },
    difference: 'counted from 0, with a tenth of the learning rate',
  };
}

/**
 * The final validation of train.py is that of val.py (test.py in YOLOv7 and YOLOR), which keeps its plots in a folder
 * of its own; `strip_optimizer` of utils.general is found from the folder of the script.
 */
function finish(
  { command, run }: EndedTraining,
  weights: KeptWeights,
  name: FamilyName,
  title: string,
  habit: string,
): Finishing | Refusal {
  const call = scriptCall(command, script);
  if (call === null) return unknownCommand(title, habit);
  const folder = call.script.replace(/[^\\/]*$/, '');
  const search = folder === '' ? [] : ['env', `PYTHONPATH=${folder}`];
  const { steps, validated } = stripsFirst(weights, 'from utils.general import strip_optimizer', search);
  const place = besideOutput(run.output);
  const validation = [
    ...(weights.python === null ? [] : [weights.python]),
    `${folder}${validationScript(name, call.script)}`,
    '--weights',
    validated,
    ...optionsOf(call.args, [['--data'], ['--batch-size', '--batch'], ['--device'], ['--workers']]).filter(
      (word, index, words) => name !== 'yolov7' || (word !== '--workers' && words[index - 1] !== '--workers'),
    ),
    ...imageSize(call.args),
    ...flagsOf(call.args, ['--single-cls']),
    '--task',
    'val',
    '--verbose',
    ...(name === 'yolov7' ? ['--no-trace'] : []),
    ...(place === null ? [] : ['--project', place.folder, '--name', place.name]),
  ];
  return {
    steps: () => [...steps, { what: 'validate', command: validation }],
    gives: `A table of classes, and plots in ${place === null ? 'runs' : `${place.folder}/${place.name}`}.`,
  };
}

function validationScript(name: FamilyName, trained: string): string {
  if (name === 'yolov7' || name === 'yolor') return 'test.py';
  return `val${/train(_dual|_triple)\.py$/.exec(trained)?.[1] ?? ''}.py`;
}

/** YOLOv7's training takes two sizes, of which the second is that of its validation. */
function imageSize(args: readonly string[]): readonly string[] {
  const at = args.findLastIndex((word) => /^--(?:img|imgsz|img-size)(?:=|$)/.test(word));
  if (at === -1) return [];
  const joined = /=(\d+)$/.exec(args[at]!)?.[1];
  const listed = args.slice(at + 1, at + 3).filter((word) => /^\d+$/.test(word));
  const size = joined ?? (/^\d+$/.test(args[at + 1] ?? '') ? listed.at(-1) : undefined);
  return size === undefined ? [] : ['--img-size', size];
}

function tenth(_match: string, name: string, rate: string): string {
  return `${name}${Number(rate) / 10}`;
}
