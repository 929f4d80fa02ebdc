import { basename } from 'node:path';

/**
 * Whether a command is a shell or another program that only starts the one that trains. A Python program is the
 * training itself.
 */
export function isWrapper(command: readonly string[]): boolean {
  return wrappers.has(basename(command[0] ?? '').replace(/^-/, ''));
}

const wrappers = new Set(
  'sh bash dash zsh ksh fish csh tcsh busybox nohup time nice ionice env stdbuf setsid timeout sudo srun make flock tee'.split(
    ' ',
  ),
);
