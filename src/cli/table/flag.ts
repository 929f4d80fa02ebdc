/** What a shell completes a word with: the names of what there is, one of a few values, or nothing. */
export type Completion = 'file' | 'directory' | 'run' | 'fileOrRun' | 'trainer' | 'host' | 'command' | 'none';

/** A flag: what `util.parseArgs` reads of it, and what help, man page and completion say of it. */
export interface Flag {
  readonly type: 'boolean' | 'string';
  readonly multiple?: boolean;
  /** One letter. */
  readonly short?: string;
  /** What stands for the value in the help; all values with `|` between them where there are only a few. */
  readonly value?: string;
  /** What the value is completed with, where `value` does not list all. */
  readonly completion?: Completion;
  /** In brackets when the flag may also stand alone. */
  readonly optional?: boolean;
  readonly help: string;
}

/** The values that a flag's `value` lists; none where it only names one. */
export function valuesOf({ value = '' }: Flag): readonly string[] {
  return value.includes('|') ? value.split('|') : [];
}

export type Flags = Readonly<Record<string, Flag>>;

/** Flags that belong together, under a title of their own. */
export interface FlagGroup {
  readonly title: string;
  readonly flags: Flags;
}

/** All that is told of a command: its help, its man page, its completion. */
export interface CommandHelp {
  readonly name: string;
  /** A few words for the list of commands. */
  readonly summary: string;
  /** The ways to call it, one a line. */
  readonly usage: readonly string[];
  /** Paragraphs. */
  readonly about: readonly string[];
  /** The command's own flags first, then those that it shares with others. */
  readonly flags: readonly FlagGroup[];
  /** What its arguments are completed with. */
  readonly argument: Completion;
  /** Two or more, each with what it does. */
  readonly examples: readonly (readonly [command: string, does: string])[];
}
