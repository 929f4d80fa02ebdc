import type { ResultFile } from '../trainer.ts';

/**
 * The copy of the console that W&B keeps of a run, and the history that it kept as text before it had a format of its
 * own (wandb before 0.10). Both are logs of their own, to be read by whichever trainer they are of.
 */
export const wandbLogs: readonly ResultFile[] = ['output.log', 'wandb-history.jsonl'].map((name) => ({
  name,
  patterns: [
    '.',
    'files',
    'latest-run/files',
    '*run-*/files',
    '*run-*',
    'wandb/latest-run/files',
    'wandb/*run-*/files',
    'wandb/*run-*',
  ].map((folder) => `${folder}/${name}`),
}));
