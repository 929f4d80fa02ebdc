import type { Afterwards, EndedTraining, Refusal, Restart, Resuming } from '../afterwards.ts';
import { callOf, scriptCall, withOption, withoutOption } from '../kit/commandLine.ts';
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
    restart: (ended) => restart(ended, title, habit),
  };
}

const script = /(?:^|[\\/])train(?:_aux|_dual|_triple)?\.py$/;
const weightsOption = ['--weights'] as const;

function resume(ended: EndedTraining, title: string, habit: string): Resuming | Refusal {
  const call = scriptCall(ended.command, script);
  if (call === null) return unknownCommand(title, habit);
  const { length } = ended;
  if (length === null) {
    return { from: savedFiles(ended), needs: stateKeys, command: (file) => callOf(call, ['--resume', file]) };
  }
  const args = withOption(withoutOption(call.args, ['--resume'], 'optional'), ['--epochs'], String(length));
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

function tenth(_match: string, name: string, rate: string): string {
  return `${name}${Number(rate) / 10}`;
}
