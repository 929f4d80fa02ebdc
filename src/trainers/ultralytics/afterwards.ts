import type { Afterwards, EndedTraining, Finishing, KeptWeights, Refusal, Restart, Resuming } from '../afterwards.ts';
import { withSetting } from '../kit/commandLine.ts';
import { besideOutput, stripsFirst } from '../kit/finishing.ts';
import { bestFirst, savedFiles, unknownCommand } from '../kit/saved.ts';
import { habits } from './habits.ts';

/**
 * `resume` takes all settings from the weights but image size, batch and device; a stripped file is refused. Source:
 * ultralytics/engine/trainer.py (check_resume, resume_training), utils/torch_utils.py (strip_optimizer).
 */
export const afterwards: Afterwards = { longerBy: null, resume, resumesFrom, restart, finish };

function resume(ended: EndedTraining): Resuming | Refusal {
  if (!isYolo(ended.command)) return unknownCommand('Ultralytics', habits.resume);
  return {
    from: savedFiles(ended),
    needs: ['optimizer'],
    command: (file) => withSetting(withSetting(withoutResume(ended.command), 'model', file), 'resume', 'True'),
  };
}

/** `resume=FILE`, or `model=FILE resume=True`. */
function resumesFrom(command: readonly string[]): string | null {
  if (!isYolo(command)) return null;
  const resumed = command.some((word) => word === 'resume') ? 'True' : settingOf(command, 'resume');
  if (resumed === null || /^(?:False|0|)$/i.test(resumed)) return null;
  return /^(?:True|1)$/i.test(resumed) ? settingOf(command, 'model') : resumed;
}

function settingOf(command: readonly string[], name: string): string | null {
  const word = command.findLast((each) => each.replace(/^--/, '').startsWith(`${name}=`));
  return word === undefined ? null : word.slice(word.indexOf('=') + 1);
}

/** With `optimizer=auto`, the default, it chooses the learning rate itself (engine/trainer.py, build_optimizer). */
function restart(ended: EndedTraining): Restart | Refusal {
  if (!isYolo(ended.command)) return unknownCommand('Ultralytics', habits.resume);
  const plain = withoutResume(ended.command);
  const given = plain.findLast((word) => /^(?:--)?lr0=[\d.eE-]+$/.test(word));
  const rate = given === undefined ? 0.001 : Number(given.replace(/^.*=/, '')) / 10;
  const chosen = plain.some((word) => /^(?:--)?optimizer=(?!auto$)/.test(word))
    ? plain
    : withSetting(plain, 'optimizer', 'SGD');
  return {
    from: bestFirst(ended),
    command: (file) => withSetting(withSetting(chosen, 'model', file), 'lr0', String(rate)),
    difference: `counted from 1, with a learning rate of ${rate}`,
  };
}

/** What `final_eval` does (engine/trainer.py), on a copy: it strips last.pt and best.pt themselves. */
function finish({ command, run }: EndedTraining, weights: KeptWeights): Finishing | Refusal {
  if (!isYolo(command)) return unknownCommand('Ultralytics', habits.resume);
  const { steps, validated } = stripsFirst(weights, 'from ultralytics.utils.torch_utils import strip_optimizer');
  const place = besideOutput(run.output);
  const kept = withoutResume(command).filter((word) => !isSetting(word) || validates.test(word));
  const validation = withSetting(
    kept.map((word) => (word === 'train' ? 'val' : word === 'mode=train' ? 'mode=val' : word)),
    'model',
    validated,
  );
  return {
    steps: () => [
      ...steps,
      {
        what: 'validate',
        command: place === null ? validation : [...validation, `project=${place.folder}`, `name=${place.name}`],
      },
    ],
    gives: `A table of classes, and plots in ${place === null ? 'runs' : `${place.folder}/${place.name}`}.`,
  };
}

function isSetting(word: string): boolean {
  return /^(?:--)?\w+=/.test(word);
}

/** The settings of a training that its validation takes, too. */
const validates =
  /^(?:--)?(?:mode|task|data|imgsz|batch|device|workers|single_cls|rect|half|conf|iou|max_det|classes)=/;

/** `yolo detect train ...`, `python -m ultralytics ...`: a script of somebody's own calls `train()` itself. */
function isYolo(command: readonly string[]): boolean {
  const at = command.findIndex((word) => /(?:^|[\\/])(?:yolo|ultralytics)$/.test(word));
  return at !== -1 && command.slice(at + 1).some((word) => word === 'train' || word === 'mode=train');
}

function withoutResume(command: readonly string[]): readonly string[] {
  return command.filter((word) => word !== 'resume' && !/^(?:--)?resume(?:=|$)/.test(word));
}
