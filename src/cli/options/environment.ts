import { usageError } from '../../words/usageError.ts';

/** The variables of `--env KEY=VALUE`, given any number of times. Throws a usage error for one without a name. */
export function environmentOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const border = pair.indexOf('=');
      if (border < 1) throw usageError(`--env expects KEY=VALUE, not \`${pair}\`.`);
      return [pair.slice(0, border), pair.slice(border + 1)];
    }),
  );
}
