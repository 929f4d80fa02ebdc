import { wrapText } from '../../words/terminal/wrap.ts';
import { plainText } from '../../words/terminal/row.ts';
import type { CommandHelp, Flag, FlagGroup } from '../table/flag.ts';

/** Cells of a line of help: narrow enough for half a screen, wide enough for most sentences. */
const maxWidth = 100;
/** Cells of a flag with its value; what is longer has a line of its own. */
const flagWidth = 24;

/** Returns the help of `plateau`: what it is for, and its commands. */
export function generalHelp(commands: readonly CommandHelp[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    'plateau says when to stop training an object detector, and stops it without losing work.',
    '',
    '  plateau             list all trainings, who needs you first',
    ...commands.map((command) => `  plateau ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    '`plateau help COMMAND` shows all of a command, `plateau COMMAND -h` its own flags, `plateau --version` the version.',
  ].join('\n');
}

/** Returns the short help of a command (`-h`): how it is called, and its own flags. */
export function shortHelp(command: CommandHelp): string {
  const [own] = command.flags;
  const lines = [...command.usage, ...(own === undefined ? [] : flagLines(own))];
  const more = command.flags.length > 1 ? `\n\n\`plateau ${command.name} --help\` shows all flags.` : '';
  return `${lines.join('\n')}${more}`;
}

/** Returns the whole help of a command (`--help`). */
export function wholeHelp(command: CommandHelp): string {
  return [
    ...command.usage,
    ...command.about.flatMap((paragraph) => wrapped(paragraph, 2)),
    ...command.flags.flatMap((group) => ['', `${group.title}:`, ...flagLines(group)]),
    '',
    'Examples:',
    ...command.examples.flatMap(([call, does]) => [`  ${call}`, ...wrapped(does, 6)]),
  ].join('\n');
}

function flagLines({ flags }: FlagGroup): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    const head = `  ${spelledFlag(name, flag)}`;
    const help = wrapped(flag.help, flagWidth + 2);
    return head.length > flagWidth ? [head].concat(help) : help.with(0, head + help[0]!.slice(head.length));
  });
}

/** A flag with its value, as in `-n, --name NAME`. */
export function spelledFlag(name: string, { short, value, optional }: Flag): string {
  const shown = value === undefined ? '' : optional === true ? ` [${value}]` : ` ${value}`;
  return `${short === undefined ? '' : `-${short}, `}--${name}${shown}`;
}

function wrapped(text: string, indent: number): string[] {
  return wrapText(text, maxWidth - indent).map((row) => ' '.repeat(indent) + plainText(row));
}
