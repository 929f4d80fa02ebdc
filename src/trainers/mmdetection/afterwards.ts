import type { Afterwards } from '../afterwards.ts';
import { optionsOf, type ScriptCall } from '../kit/commandLine.ts';
import { byListed, scriptAfterwards, type ScriptHabits } from '../kit/scriptAfterwards.ts';

/**
 * MMDetection 3 takes `--resume FILE`, MMDetection 2 `--resume-from FILE`; the length is a setting of the
 * configuration. Sources: tools/train.py of both.
 */
export function afterwardsOf(habit: string): Afterwards {
  const common = {
    title: 'MMDetection',
    habit,
    script: /(?:^|[\\/])(?:dist_|slurm_)?train\.(?:py|sh)$/,
    needs: ['optimizer'],
    isLast: true,
  } as const satisfies Partial<ScriptHabits>;
  const third = scriptAfterwards({
    ...common,
    resume: ['--resume'],
    lengthen: byListed('--cfg-options', 'train_cfg.max_epochs'),
    validate: (call, file) => validation(call, file, []),
  });
  const second = scriptAfterwards({
    ...common,
    resume: ['--resume-from'],
    instead: ['--auto-resume'],
    lengthen: byListed('--cfg-options', 'runner.max_epochs'),
    validate: (call, file) => validation(call, file, ['--eval', 'bbox']),
  });
  return {
    longerBy: 'epochs',
    resume: (ended) => (ended.name === 'mmdetection2' ? second : third).resume(ended),
    resumesFrom: (command) => third.resumesFrom(command) ?? second.resumesFrom(command),
    finish: (ended, weights) => (ended.name === 'mmdetection2' ? second : third).finish!(ended, weights),
  };
}

/**
 * `tools/test.py CONFIG FILE`, `tools/dist_test.sh CONFIG FILE GPUS`: on the data that the configuration tests with.
 */
function validation(call: ScriptCall, file: string, more: readonly string[]): { call: ScriptCall; gives: string } {
  const [configuration = '', ...rest] = call.args;
  const gpus = call.script.endsWith('.sh') && /^\d+$/.test(rest[0] ?? '') ? [rest[0]!] : [];
  const directory = optionsOf(call.args, [['--work-dir']]).map((word, at) => (at === 1 ? `${word}-finished` : word));
  const script = call.script.replace(/train(\.\w+)$/, 'test$1');
  return {
    call: { ...call, script, args: [configuration, file, ...gpus, ...settingsOf(rest), ...directory, ...more] },
    gives: 'The figures of the data that its configuration tests with.',
  };
}

/** `--cfg-options a=1 b=2`. */
function settingsOf(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--cfg-options');
  if (at === -1) return [];
  const rest = args.slice(at + 1);
  const end = rest.findIndex((word) => !word.includes('='));
  return ['--cfg-options', ...rest.slice(0, end === -1 ? rest.length : end)];
}
