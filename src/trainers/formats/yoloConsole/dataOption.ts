import type { Companion } from '../../trainer.ts';

/**
 * The data file among the arguments of a training: `data=shapes/data.yaml`, `--data x/data.yaml`, `--data=...`. A bare
 * name other than `data.yaml` may be one of the data sets that come with the trainer, whose file is not where the
 * training runs.
 */
export function readDataOption(command: readonly string[]): readonly Companion[] {
  for (const [index, word] of command.entries()) {
    const path = /^(?:--)?data=(.+)$/.exec(word)?.[1] ?? (word === '--data' ? command[index + 1] : undefined);
    if (path === undefined || !/\.ya?ml$/i.test(path)) continue;
    return /[\\/]|^data\.ya?ml$/i.test(path) ? [{ path, kind: 'data' }] : [];
  }
  return [];
}
