import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usageError.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The flags and the other words of a command. Throws `UsageError` for a flag that does not exist or lacks its value. */
export function parseWords<Known extends Options>(words: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    // parseArgs explains itself in a sentence and some advice on escaping; the first sentence is what helps.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
}

/** Takes the one FILE or RUN of a command. Throws `UsageError` when there are more. */
export function onePositional(positionals: readonly string[], what: string): string | null {
  if (positionals.length > 1) {
    throw new UsageError(`Only one ${what} is taken, not ${positionals.length}: \`${positionals.join(' ')}\`.`);
  }
  return positionals[0] ?? null;
}

/** A positive whole number, or null when the flag was not given. */
export function wholeNumber(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) throw new UsageError(`--${flag} takes a whole number, not \`${text}\`.`);
  return Number(text);
}

/** A fraction 0..1, also written as a percentage (`90%`, `90`), or null when the flag was not given. */
export function fraction(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const match = /^(\d*\.?\d+)\s*(%?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' || Number(match[1]) > 1 ? 100 : 1);
  if (!(value > 0 && value <= 1)) {
    throw new UsageError(`--${flag} takes a fraction such as 0.9 or a percentage such as 90%, not \`${text}\`.`);
  }
  return value;
}

/** Seconds from `90s`, `15m`, `24h`, `7d` or plain seconds, or null when the flag was not given. */
export function seconds(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const match = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|d)?$/.exec(text);
  if (match === null) throw new UsageError(`--${flag} takes a time such as 90s, 15m, 24h or 7d, not \`${text}\`.`);
  return Number(match[1]) * { s: 1, m: 60, min: 60, h: 3600, d: 86_400 }[match[2] ?? 's']!;
}

/** One of a few words, or null when the flag was not given. */
export function oneOf<Word extends string>(
  flag: string,
  text: string | undefined,
  words: readonly Word[],
): Word | null {
  if (text === undefined) return null;
  const word = words.find((each) => each === text);
  if (word === undefined) throw new UsageError(`--${flag} takes ${words.join(', ')}, not \`${text}\`.`);
  return word;
}
