import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import type { Stage } from './stage.ts';
import type { Terminal } from './terminal.ts';

/**
 * tmux as docs/tmux.md sets it up, with a pane of 80 columns on the left and two of 40 x 12 on the right of it. Throws
 * where there is no tmux.
 */
export function openTmux(
  { open, environment }: Stage,
  left: string,
  right: readonly [string, string],
): { readonly terminal: Terminal; readonly close: () => void } {
  const program = findTmux();
  const server = ['-L', 'plateau-screens', '-f', '/dev/null'];
  const commands = [
    ['new-session', '-n', 'trainings', left],
    ['set', '-g', 'status-left', ''],
    ['set', '-g', 'status-right', '#(plateau status demo --tmux)'],
    ['set', '-g', 'status-right-length', '100'],
    ['set', '-g', 'status-interval', '1'],
    ['split-window', '-h', '-l', '40', right[0]],
    ['split-window', '-v', '-l', '12', right[1]],
    ['select-pane', '-L'],
  ];
  const words = commands.flatMap((command, index) => (index === 0 ? command : [';'].concat(command)));
  return {
    terminal: open([program, ...server, ...words], 80 + 1 + 40, 12 + 1 + 12 + 1),
    close: () => void spawnSync(program, [...server, 'kill-server'], { env: environment }),
  };
}

function findTmux(): string {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, 'tmux'));
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error('One of the pictures shows tmux, which is not installed here.');
  return found;
}
