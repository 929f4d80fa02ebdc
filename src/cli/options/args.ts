import { parseArgs, type ParseArgsConfig } from 'node:util';
import { usageError } from '../../words/usageError.ts';
import { errorMessage } from '../../words/errors.ts';
import { didYouMean } from '../../words/didYouMean.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses the arguments of a command. Throws a usage error for a flag that is unknown or lacks its value. */
export function parseArguments<Known extends Options>(args: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // parseArgs explains itself in a sentence and some advice on escaping; the first sentence is what helps.
    const sentence = errorMessage(error).split('. ')[0]!.replace(/\.?$/, '.');
    const unknown = /^Unknown option '--([^']+)'/.exec(sentence)?.[1];
    const meant = unknown === undefined ? '' : didYouMean(unknown, Object.keys(options), (flag) => `--${flag}`);
    throw usageError(`${sentence}${meant}`, { cause: error });
  }
}

/** Splits a command's own arguments from those after `--`, the command of a training; null where there is none. */
export function splitCommand(args: readonly string[]): { own: readonly string[]; command: readonly string[] | null } {
  const border = args.indexOf('--');
  if (border === -1) return { own: args, command: null };
  const command = args.slice(border + 1);
  return { own: args.slice(0, border), command: command.length === 0 ? null : command };
}

/** Returns the one positional argument of a command, or null without one. Throws a usage error where there are more. */
export function onePositional(positionals: readonly string[], what: string): string | null {
  if (positionals.length > 1) {
    throw usageError(`Unexpected argument \`${positionals[1]}\`: only one ${what} can be given.`);
  }
  return positionals[0] ?? null;
}

/** Throws a usage error for positional arguments, which the command does not accept. */
export function refusePositionals([first]: readonly string[]): void {
  if (first !== undefined) throw usageError(`Unexpected argument \`${first}\`.`);
}

/** Throws a usage error unless at most one of the flags was given. */
export function refuseSeveral(flags: readonly string[]): void {
  if (flags.length > 1) throw usageError(`Only one of ${flags.map((flag) => `--${flag}`).join(' and ')} can be given.`);
}

/** Parses a whole number; null without the flag. */
export function wholeNumber(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) throw usageError(`--${flag} expects a whole number, not \`${text}\`.`);
  return Number(text);
}

/** Parses a number above zero; null without the flag. */
export function positiveNumber(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw usageError(`--${flag} expects a number above zero, not \`${text}\`.`);
  return value;
}

/** Parses a fraction 0..1, also written as a percentage (`90%`, `90`); null without the flag. */
export function fraction(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = fractionOf(text);
  if (value === null) {
    throw usageError(`--${flag} expects a fraction such as 0.9 or a percentage such as 90%, not \`${text}\`.`);
  }
  return value;
}

/** The fraction that a text stands for, above 0 and at most 1; null for any other text. */
export function fractionOf(text: string): number | null {
  const match = /^(\d*\.?\d+)\s*(%?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' || Number(match[1]) > 1 ? 100 : 1);
  return value > 0 && value <= 1 ? value : null;
}

/**
 * Parses `90s`, `15m`, `24h` or `7d`, and returns seconds; null without the flag. A number without a unit is refused
 * with what it may mean: for `--max-time 24` that is hardly 24 seconds.
 */
export function seconds(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const match = durationForm.exec(text);
  if (match === null) throw usageError(`--${flag} expects a duration such as 90s, 15m, 24h or 7d, not \`${text}\`.`);
  const [, value, unit] = match;
  if (unit === undefined && Number(value) !== 0) throw usageError(unitMissing(flag, value!));
  return Number(value) * { s: 1, m: 60, min: 60, h: 3600, d: 86_400 }[unit ?? 's']!;
}

/** Whether a text is a duration that `seconds` reads. */
export function isDuration(text: string): boolean {
  const match = durationForm.exec(text);
  return match !== null && (match[2] !== undefined || Number(match[1]) === 0);
}

const durationForm = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|d)?$/;

/** Names the two likeliest meanings: a wait is one of seconds or minutes, a budget one of hours or minutes. */
function unitMissing(flag: string, value: string): string {
  const [one, other] = ['max-time', 'since'].includes(flag) ? ['h', flag === 'since' ? 'd' : 'm'] : ['s', 'm'];
  return `--${flag} ${value} has no unit: write \`--${flag} ${value}${one}\` or \`--${flag} ${value}${other}\`.`;
}

/** Parses one of a few values; null without the flag. */
export function oneOf<Value extends string>(
  flag: string,
  text: string | undefined,
  values: readonly Value[],
): Value | null {
  if (text === undefined) return null;
  const value = values.find((each) => each === text);
  if (value === undefined) throw usageError(`--${flag} expects ${values.join(', ')}, not \`${text}\`.`);
  return value;
}
