import type { Afterwards } from '../afterwards.ts';
import { byListed, scriptAfterwards } from '../kit/scriptAfterwards.ts';

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
  } as const;
  const third = scriptAfterwards({
    ...common,
    resume: ['--resume'],
    lengthen: byListed('--cfg-options', 'train_cfg.max_epochs'),
  });
  const second = scriptAfterwards({
    ...common,
    resume: ['--resume-from'],
    instead: ['--auto-resume'],
    lengthen: byListed('--cfg-options', 'runner.max_epochs'),
  });
  return {
    longerBy: 'epochs',
    resume: (ended) => (ended.name === 'mmdetection2' ? second : third).resume(ended),
  };
}
