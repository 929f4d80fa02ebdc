/** A command that runs a script of a trainer: what stands before the script, the script, and its arguments. */
export interface ScriptCall {
  /** The interpreter with its own flags, and what launches it: `torchrun --nproc_per_node 2`. */
  readonly before: readonly string[];
  readonly script: string;
  readonly args: readonly string[];
}

/** Finds the script in a command by its name; null where the command runs something else, or hides it in a shell. */
export function scriptCall(command: readonly string[], script: RegExp): ScriptCall | null {
  const at = command.findIndex((word) => script.test(word) && !/\s/.test(word));
  if (at === -1) return null;
  return { before: command.slice(0, at), script: command[at]!, args: command.slice(at + 1) };
}

/** The same command with other arguments, or another script beside it. */
export function callOf({ before, script }: ScriptCall, args: readonly string[]): readonly string[] {
  return [...before, script, ...args];
}

/** The value of an option in `--name value` or `--name=value`, the last one given; null where it has none. */
export function optionOf(args: readonly string[], names: readonly string[]): string | null {
  let found: string | null = null;
  for (const [index, word] of args.entries()) {
    const name = names.find((each) => word === each || word.startsWith(`${each}=`));
    if (name === undefined) continue;
    found = word === name ? (args[index + 1] ?? found) : word.slice(name.length + 1);
  }
  return found;
}

/** The file that an option names; null where it stands there without one, as flags of the kind `--resume` may. */
export function fileOf(args: readonly string[], names: readonly string[]): string | null {
  const value = optionOf(args, names);
  return value === null || value === '' || value.startsWith('-') ? null : value;
}

/** The given ones of these options with their values, under the first of each one's names. */
export function optionsOf(args: readonly string[], options: readonly (readonly [string, ...string[]])[]): string[] {
  return options.flatMap((names) => {
    const value = optionOf(args, names);
    return value === null ? [] : [names[0], value];
  });
}

/** The given ones of these flags. */
export function flagsOf(args: readonly string[], flags: readonly string[]): readonly string[] {
  return flags.filter((flag) => args.includes(flag));
}

/** The arguments without an option; `values` is how many words it takes, `optional` one that is no flag itself. */
export function withoutOption(
  args: readonly string[],
  names: readonly string[],
  values: 0 | 1 | 'optional',
): readonly string[] {
  return args.filter((word, index) => {
    const before = args[index - 1] ?? '';
    if (names.includes(word) || names.some((name) => word.startsWith(`${name}=`))) return false;
    const follows = names.includes(before) && values !== 0;
    return !(follows && (values === 1 || !word.startsWith('-')));
  });
}

/** The arguments with an option set to a value: in place of the one that is there, else at their end. */
export function withOption(args: readonly string[], names: readonly [string, ...string[]], value: string): string[] {
  const at = args.findLastIndex((word) => names.some((name) => word === name || word.startsWith(`${name}=`)));
  if (at === -1) return [...args, names[0], value];
  const [, name, joined] = /^([^=]+)(=?)/.exec(args[at]!)!;
  return joined === '=' ? args.with(at, `${name!}=${value}`) : args.toSpliced(at + 1, 1, value);
}

/** The arguments with a setting in the form `name=value`, as Ultralytics and Hydra take them. */
export function withSetting(args: readonly string[], name: string, value: string): string[] {
  const at = args.findLastIndex((word) => word.startsWith(`${name}=`) || word.startsWith(`--${name}=`));
  return at === -1
    ? [...args, `${name}=${value}`]
    : args.with(
        at,
        args[at]!.replace(/=.*$/s, () => `=${value}`),
      );
}
