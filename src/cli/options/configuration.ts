import { resolve } from 'node:path';
import * as valibot from 'valibot';
import { readSmallFile, type SmallFile } from '../../log/files/readSmallFile.ts';
import { userName } from '../../processes/userName.ts';
import { isOwn } from '../../runs/userDirectory.ts';
import { metricNames } from '../../trainers/generic/metrics.ts';
import { usageError } from '../../words/usageError.ts';
import { errorCode, errorMessage } from '../../words/errors.ts';

/** A config file, as flags. */
export interface Configuration {
  readonly flags: {
    readonly advice?: string;
    readonly metric?: string;
    readonly 'min-gain'?: string;
    readonly 'target-map'?: string;
    readonly 'max-time'?: string;
    readonly 'max-iterations'?: string;
    readonly 'max-epochs'?: string;
    readonly 'ignore-first'?: string;
    readonly trainer?: string;
    readonly chars?: string;
    readonly theme?: string;
    readonly config?: string;
    readonly readonly?: string;
  };
  /** How an unknown trainer prints its metrics, as `NAME=REGEX`. */
  readonly taught: readonly string[];
}

export const nothingConfigured: Configuration = { flags: {}, taught: [] };

/** The file that is read from the working directory of the training. */
const configurationName = 'plateau.config.json';

/**
 * Reads the config file: the one that is named, or `plateau.config.json` in this directory where there is one.
 * Throws a usage error that names the file and the key.
 */
export function readConfiguration(named: string | null, directory: string): Configuration {
  const path = resolve(directory, named ?? configurationName);
  const text = readText(path, named !== null);
  if (text === null) return nothingConfigured;
  const { metrics = {}, ...rest } = checked(path, parsed(path, text));
  const given: Readonly<Record<string, string | number | undefined>> = rest;
  const flags = Object.entries(flagNames).flatMap(([key, flag]) =>
    given[key] === undefined ? [] : [[flag, String(given[key])]],
  );
  return {
    flags: Object.fromEntries(flags),
    taught: Object.entries(metrics).map(([name, pattern]) => `${name}=${pattern}`),
  };
}

const textOrNumber = valibot.union([valibot.string(), valibot.number()], 'it must be a string or a number');
const wholeNumber = valibot.pipe(
  valibot.number('it must be a number'),
  valibot.integer('it must be a whole number'),
  valibot.minValue(0, 'it must be 0 or more'),
);
const string = valibot.string('it must be a string');

/** The keys of the file. What their values mean is said where the flags of the same names are read. */
const schema = valibot.strictObject({
  advice: valibot.optional(string),
  metric: valibot.optional(string),
  minGain: valibot.optional(textOrNumber),
  targetMap: valibot.optional(textOrNumber),
  maxTime: valibot.optional(textOrNumber),
  maxIterations: valibot.optional(wholeNumber),
  maxEpochs: valibot.optional(wholeNumber),
  ignoreFirst: valibot.optional(wholeNumber),
  trainer: valibot.optional(string),
  chars: valibot.optional(string),
  theme: valibot.optional(string),
  metrics: valibot.optional(
    valibot.record(valibot.picklist(metricNames, `a metric must be one of ${metricNames.join(', ')}`), string),
  ),
});

const flagNames = {
  advice: 'advice',
  metric: 'metric',
  minGain: 'min-gain',
  targetMap: 'target-map',
  maxTime: 'max-time',
  maxIterations: 'max-iterations',
  maxEpochs: 'max-epochs',
  ignoreFirst: 'ignore-first',
  trainer: 'trainer',
  chars: 'chars',
  theme: 'theme',
} as const satisfies Record<Exclude<keyof valibot.InferOutput<typeof schema>, 'metrics'>, string>;

function readText(path: string, needed: boolean): string | null {
  const { text, uid } = readOrNull(path, needed) ?? { text: null, uid: 0 };
  // Whoever can write into a shared working directory could otherwise shorten a training that is stopped by itself.
  if (!needed && uid !== 0 && !isOwn({ uid })) {
    throw usageError(
      `The config file ${path} belongs to ${userName(uid)}: name it with --config if it is to be used, or move it away.`,
    );
  }
  return text;
}

function readOrNull(path: string, needed: boolean): SmallFile | null {
  try {
    return readSmallFile(path);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    if (errorCode(cause) === 'ENOENT' && !needed) return null;
    throw usageError(`Cannot read the config file ${path}: ${errorMessage(error)}.`, { cause: error });
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = errorMessage(error);
    throw usageError(`The config file ${path} is not JSON: ${reason}.`, { cause: error });
  }
}

function checked(path: string, value: unknown): valibot.InferOutput<typeof schema> {
  const { success, output, issues } = valibot.safeParse(schema, value);
  if (success && !Array.isArray(value)) return output;
  const issue = issues?.[0];
  const key = issue === undefined ? null : valibot.getDotPath(issue);
  if (issue === undefined || key === null) {
    throw usageError(`The config file ${path} must hold an object.`);
  }
  const known =
    issue.expected === 'never' ? `unknown key; the keys are ${Object.keys(schema.entries).join(', ')}` : issue.message;
  throw usageError(`The config file ${path} has an invalid key \`${key}\`: ${known}.`);
}
