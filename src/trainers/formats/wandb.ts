import type { ResultFile } from '../trainer.ts';

/**
 * What W&B keeps of a run on its machine, the finest first: everything in a format of its own (`run-ID.wandb`), a copy
 * of the console, and the history that it kept as text before (wandb before 0.10). The last two are logs of their own,
 * to be read by whichever trainer they are of.
 */
export const wandbLogs: readonly ResultFile[] = [
  { name: 'run-*.wandb', patterns: inFolders(['.', 'latest-run', '*run-*'], 'run-*.wandb') },
  ...['output.log', 'wandb-history.jsonl'].map((name) => ({
    name,
    patterns: inFolders(['.', 'files', 'latest-run/files', '*run-*/files', '*run-*'], name),
  })),
];

/** Patterns below the folder of a run, the folder of all runs, and the directory that a training is started in. */
function inFolders(folders: readonly string[], name: string): string[] {
  const below = folders.filter((folder) => folder !== '.' && folder !== 'files');
  return [...folders, ...below.map((folder) => `wandb/${folder}`)].map((folder) => `${folder}/${name}`);
}
