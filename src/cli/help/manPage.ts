import type { CommandHelp } from '../table/flag.ts';
import { spelledFlag } from './helpText.ts';

/** What a man page says besides its command. */
export interface Edition {
  readonly version: string;
  /** As `2026-01-31`. */
  readonly date: string;
}

/** Returns the man page of a command, `plateau-run.1`, in the macros of man(7). */
export function commandPage(command: CommandHelp, edition: Edition): string {
  return page(`plateau-${command.name}`, command.summary, edition, [
    '.SH SYNOPSIS',
    ...command.usage.flatMap((line) => ['.nf', escaped(line), '.fi']),
    '.SH DESCRIPTION',
    ...paragraphs(command.about),
    ...command.flags.flatMap(({ title, flags }) => [
      `.SH ${title.toUpperCase()}`,
      ...Object.entries(flags).flatMap(([name, flag]) => ['.TP', bold(spelledFlag(name, flag)), escaped(flag.help)]),
    ]),
    '.SH EXAMPLES',
    ...command.examples.flatMap(([call, does]) => ['.TP', bold(call), escaped(does)]),
    '.SH SEE ALSO',
    '.BR plateau (1)',
  ]);
}

/** Returns the man page `plateau.1`, which leads to those of the commands. */
export function generalPage(commands: readonly CommandHelp[], edition: Edition): string {
  return page('plateau', 'say when to stop training an object detector, and stop it', edition, [
    '.SH SYNOPSIS',
    '.nf',
    'plateau [COMMAND] [options]',
    '.fi',
    '.SH DESCRIPTION',
    ...paragraphs([
      'Watches the log of a training, says what to think of it, with reasons and odds, and stops it without losing work. Without a command it lists all trainings, also of other machines (--hosts), and who needs you first.',
    ]),
    '.SH COMMANDS',
    ...commands.flatMap(({ name, summary }) => ['.TP', `.BR plateau-${escaped(name)} (1)`, escaped(summary)]),
    '.SH FILES',
    '.TP',
    bold('$XDG_CONFIG_HOME/plateau/config.json'),
    'settings for all trainings, by default in ~/.config/plateau/',
    '.TP',
    bold('plateau.config.json'),
    'settings over these, read from the working directory of a training; see plateau\\-config(1)',
    '.TP',
    bold('$XDG_STATE_HOME/plateau/'),
    'logs and records of the runs, by default in ~/.local/state/plateau/',
  ]);
}

function page(name: string, summary: string, { version, date }: Edition, body: readonly string[]): string {
  return [
    `.TH ${name.toUpperCase()} 1 ${date} "plateau ${version}" "Plateau"`,
    '.SH NAME',
    `${escaped(name)} \\- ${escaped(summary)}`,
    ...body,
    '',
  ].join('\n');
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => (index === 0 ? [escaped(text)] : ['.PP', escaped(text)]));
}

function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

/** Hyphens that can be copied, and nothing that is taken for a macro or an escape. */
function escaped(text: string): string {
  const plain = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('~', '\\(ti').replaceAll('^', '\\(ha');
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}
