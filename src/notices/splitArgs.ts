/**
 * Splits a command line into arguments as a shell does, with quotes and backslashes only: no variables, no pipes, no
 * patterns. Throws a clause when a quote is not closed or there is no program.
 */
export function splitArgs(line: string): [string, ...string[]] {
  const args: string[] = [];
  let arg: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === '\\' && quote === '"' && /["\\]/.test(line[index + 1] ?? '')) arg += line[++index]!;
      else arg += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      arg ??= '';
    } else if (character === '\\' && index + 1 < line.length) {
      arg = (arg ?? '') + line[++index]!;
    } else if (/\s/.test(character)) {
      if (arg !== null) args.push(arg);
      arg = null;
    } else {
      arg = (arg ?? '') + character;
    }
  }
  if (quote !== null) throw new Error(`a quote (${quote}) is not closed in \`${line}\``);
  if (arg !== null) args.push(arg);
  const [first, ...rest] = args;
  if (first === undefined || first === '') throw new Error('no program is named');
  return [first, ...rest];
}
