import type { CliCommand } from '../commands.ts';

/** What `plateau` alone says: what it is for and what it can do. */
export function generalHelp(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    'plateau says when to stop training an object detector, and stops it without losing work.',
    '',
    ...commands.map((command) => `  plateau ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    '`plateau COMMAND --help` says more about one of them.',
  ].join('\n');
}
