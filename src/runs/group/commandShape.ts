/**
 * A command without its values: of `name=value`, `--name=value` and `--name value` the name is left, of a number
 * nothing. Commands of one shape differ in values only.
 */
export function commandShape(command: readonly string[]): string {
  return command
    .map((word, index) => {
      const named = /^(-{0,2}[A-Za-z][\w.-]*)=/.exec(word);
      if (named !== null) return `${named[1]}=`;
      const before = command[index - 1] ?? '';
      const isValue = /^--?[A-Za-z]/.test(before) && !before.includes('=') && !word.startsWith('--');
      return isValue || isNumber(word) ? '' : word;
    })
    .filter((word) => word !== '')
    .join(' ');
}

/** What a command sets, by name: positional words are left out, a flag without a value is `true`. */
export function valuesOf(command: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [index, word] of command.entries()) {
    const named = /^-{0,2}([A-Za-z][\w.-]*)=(.*)$/s.exec(word);
    if (named !== null) {
      values.set(named[1]!, named[2]!);
      continue;
    }
    const flag = /^--?([A-Za-z][\w.-]*)$/.exec(word);
    if (flag === null) continue;
    const next = command[index + 1];
    values.set(flag[1]!, next === undefined || (next.startsWith('-') && !isNumber(next)) ? 'true' : next);
  }
  return values;
}

function isNumber(word: string): boolean {
  return word !== '' && Number.isFinite(Number(word));
}
