import type { CliCommand } from '../commands.ts';

/** Returns the help of `plateau`: what it is for, and its commands. */
export function generalHelp(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    'plateau says when to stop training an object detector, and stops it without losing work.',
    '',
    ...commands.map((command) => `  plateau ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    '`plateau COMMAND --help` shows the help of a command.',
  ].join('\n');
}
