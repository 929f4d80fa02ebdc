import { type CommandHelp, type Completion, type Flag, valuesOf } from '../table/flag.ts';
import { shells } from './shellScript.ts';

/** What a word on the command line may become. */
export interface Completed {
  /** Each with what it means, or an empty text. */
  readonly words: readonly (readonly [word: string, means: string])[];
  /** What the shell adds itself. */
  readonly paths: 'files' | 'directories' | 'commands' | 'none';
}

/** Names that are there only while Plateau runs. Called only for the kinds that are asked for. */
export type Names = (kind: 'run' | 'trainer' | 'host') => readonly string[];

/**
 * Completes the last of these words, which are those after `plateau`. Words after `--` are the command of a training:
 * they are left to the shell.
 */
export function completeLine(words: readonly string[], commands: readonly CommandHelp[], names: Names): Completed {
  const current = words.at(-1) ?? '';
  const [name, ...rest] = words;
  if (words.length <= 1) return commandNames(current, commands);
  if (rest.slice(0, -1).includes('--')) return { words: [], paths: rest.at(-2) === '--' ? 'commands' : 'files' };
  if (name === 'help') return commandNames(current, commands);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) return nothing;

  const flags = new Map(command.flags.flatMap((group) => Object.entries(group.flags)));
  const [flagged, value] = splitAt(current, '=');
  if (value !== null) return prefixed(valueOf(flagNamed(flags, flagged), value, names), `${flagged}=`);
  const before = flagNamed(flags, rest.at(-2) ?? '');
  if (before?.type === 'string' && before.optional !== true) return valueOf(before, current, names);
  if (current.startsWith('-'))
    return matching(
      [...flags].map(([flag, { help }]) => [`--${flag}`, help]),
      current,
    );
  if (command.name === 'completion')
    return matching(
      shells.map((shell) => [shell, '']),
      current,
    );
  return named(command.argument, current, names);
}

const nothing: Completed = { words: [], paths: 'none' };

function commandNames(current: string, commands: readonly CommandHelp[]): Completed {
  if (current.startsWith('-'))
    return matching(
      [
        ['--help', 'list the commands'],
        ['--version', 'print the version'],
      ],
      current,
    );
  return matching(
    [...commands.map(({ name, summary }) => [name, summary] as const), ['help', 'show all of a command']],
    current,
  );
}

function flagNamed(flags: ReadonlyMap<string, Flag>, word: string): Flag | undefined {
  if (word.startsWith('--')) return flags.get(word.slice(2));
  return /^-[a-z]$/i.test(word) ? [...flags.values()].find(({ short }) => short === word[1]) : undefined;
}

function valueOf(flag: Flag | undefined, current: string, names: Names): Completed {
  if (flag?.type !== 'string') return nothing;
  return flag.completion === undefined
    ? matching(
        valuesOf(flag).map((value) => [value, '']),
        current,
      )
    : named(flag.completion, current, names);
}

function named(completion: Completion, current: string, names: Names): Completed {
  const listed = (kind: 'run' | 'trainer' | 'host') =>
    matching(
      names(kind).map((name) => [name, '']),
      current,
    );
  switch (completion) {
    case 'file':
      return { words: [], paths: 'files' };
    case 'directory':
      return { words: [], paths: 'directories' };
    case 'command':
      return { words: [], paths: 'commands' };
    case 'fileOrRun':
      return { ...listed('run'), paths: 'files' };
    case 'run':
    case 'trainer':
    case 'host':
      return listed(completion);
    case 'none':
      return nothing;
  }
}

function matching(words: Completed['words'], current: string): Completed {
  return { words: words.filter(([word]) => word.startsWith(current)), paths: 'none' };
}

function prefixed({ words, paths }: Completed, prefix: string): Completed {
  return { words: words.map(([word, means]) => [`${prefix}${word}`, means]), paths };
}

function splitAt(word: string, sign: string): readonly [string, string | null] {
  const place = word.startsWith('--') ? word.indexOf(sign) : -1;
  return place === -1 ? [word, null] : [word.slice(0, place), word.slice(place + 1)];
}
