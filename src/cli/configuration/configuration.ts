import { join, resolve } from 'node:path';
import process from 'node:process';
import * as valibot from 'valibot';
import { readSmallFile, type SmallFile } from '../../log/files/readSmallFile.ts';
import { userName } from '../../processes/userName.ts';
import { isOwn, userDirectory } from '../../runs/userDirectory.ts';
import { knownMetricOf, metricOf } from '../../run/metric.ts';
import { metricRowOf, notTeachable, taughtName, unusedName } from '../../trainers/generic/taught.ts';
import { usageError } from '../../words/usageError.ts';
import { errorCode, errorMessage } from '../../words/errors.ts';
import { didYouMean } from '../../words/didYouMean.ts';
import { type ConfigSetting, type ConfigKey, type ConfigValues, settings, settingsSchema } from './settings.ts';

/** Who said a setting. */
export type Origin = FileOrigin | TextOrigin;

/** `project`: the file in the working directory of the training; `named`: that of `--config`. */
interface FileOrigin {
  readonly kind: 'user' | 'project' | 'named';
  readonly path: string;
}

/** A variable of the environment, or a flag. */
interface TextOrigin {
  readonly kind: 'environment' | 'flag';
  readonly name: string;
}

/** What is in force, and who said so; what nobody said is absent. */
export interface Configuration {
  readonly values: ConfigValues;
  readonly origins: Readonly<Partial<Record<ConfigKey, Origin>>>;
}

export const nothingConfigured: Configuration = { values: {}, origins: {} };

/** `$XDG_CONFIG_HOME/plateau/config.json`, by default in `~/.config`; null where the home directory is not known. */
export function userConfigPath(): string | null {
  try {
    return join(userDirectory('config'), 'config.json');
  } catch {
    return null;
  }
}

/** The file that counts in a working directory: the one that is named, else its `plateau.config.json`. */
export function projectConfigPath(named: string | null, directory: string): string {
  return resolve(directory, named ?? 'plateau.config.json');
}

/**
 * Reads the configuration for a training in a directory: the user's own file, under that of the directory (or the one
 * that is named), under the environment (`PLATEAU_MAX_TIME=24h`). Throws a usage error that names the file or the
 * variable, the key, and what was expected.
 */
export function readConfiguration(
  named: string | null,
  directory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Configuration {
  const own = userConfigPath();
  const project = projectConfigPath(named, directory);
  const layers = [
    ...(own === null ? [] : [fileLayer({ kind: 'user', path: own })]),
    fileLayer({ kind: named === null ? 'project' : 'named', path: project }),
    ...settings.map((setting) => variableLayer(setting, environment)),
  ];
  return merged(layers);
}

/** Reads the user's own file alone; empty where there is none. Throws a usage error as `readConfiguration`. */
export function readUserConfig(path: string): ConfigValues {
  return fileLayer({ kind: 'user', path }).values;
}

/** Puts configurations over each other: the last one that says a setting counts. */
export function merged(layers: readonly Configuration[]): Configuration {
  return {
    values: Object.assign({}, ...layers.map(({ values }) => values)),
    origins: Object.assign({}, ...layers.map(({ origins }) => origins)),
  };
}

/** The settings as the texts of the flags of the same names. */
export function flagTexts({ values }: Configuration): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    settings.flatMap(({ name, flag }) => {
      const value = values[name];
      return flag === null || value === undefined || typeof value === 'object' ? [] : [[flag, String(value)]];
    }),
  );
}

/** How an unknown trainer prints its metrics, as `--metric NAME=REGEX` says it. */
export function taughtRows({ metrics = {} }: ConfigValues): readonly string[] {
  return Object.entries(metrics).map(([name, pattern]) => `${name}=${pattern}`);
}

/**
 * Reads the expressions of `metrics`, for which their engine is loaded, and looks whether they teach what `metric`
 * judges. Rejects with a usage error that names the file (or variable) and the key when one of them makes no sense.
 */
export async function checkMetrics({ values, origins }: Configuration): Promise<void> {
  for (const row of taughtRows(values)) {
    await metricRowOf(row).catch((error: unknown) => {
      throw invalid(origins.metrics, `metrics.${taughtName(row)}`, error);
    });
  }
  try {
    if (values.metric !== undefined) knownMetricOf(values.metric, Object.keys(values.metrics ?? {}));
  } catch (error) {
    throw invalid(origins.metric, 'metric', error);
  }
}

function invalid(origin: Origin | undefined, key: string, cause: unknown): Error {
  const where =
    origin === undefined || 'path' in origin
      ? `The config file ${origin?.path ?? ''} has an invalid key \`${key}\``
      : `The environment variable ${origin.name} is invalid`;
  return usageError(`${where}: ${errorMessage(cause)}`, { cause });
}

function fileLayer(origin: FileOrigin): Configuration {
  const { kind, path } = origin;
  const text = readText(path, kind === 'named');
  if (text === null) return nothingConfigured;
  const values = checked(path, parsed(path, text));
  const said = settings.filter(({ name }) => values[name] !== undefined);
  const personal = said.find(({ isPersonal }) => isPersonal);
  if (kind === 'project' && personal !== undefined) {
    throw usageError(
      `The config file ${path} has an invalid key \`${personal.name}\`: it is read only from your own ${userConfigPath()}, since a directory may be somebody else's.`,
    );
  }
  return { values, origins: Object.fromEntries(said.map(({ name }) => [name, origin])) };
}

/** An empty variable says nothing, or that a list is empty: `PLATEAU_WEBHOOKS= plateau run` tells nobody. */
function variableLayer(
  setting: ConfigSetting,
  environment: Readonly<Record<string, string | undefined>>,
): Configuration {
  const name = variableOf(setting);
  const text = environment[name];
  if (text === undefined || (text === '' && setting.separator === undefined)) return nothingConfigured;
  return textLayer(setting, text, { kind: 'environment', name });
}

/** The variable of the environment that says a setting: `PLATEAU_MAX_TIME`. */
function variableOf({ name }: ConfigSetting): string {
  return `PLATEAU_${name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/** A setting that is said as a text. Throws a usage error when it is none of its values. */
export function textLayer({ name, separator }: ConfigSetting, text: string, origin: TextOrigin): Configuration {
  const values =
    separator === undefined
      ? // What is a number in a file is one here, too.
        [text, ...(/^\d*\.?\d+$/.test(text) ? [Number(text)] : [])]
      : [text.split(separator).filter((item) => item !== '')];
  const results = values.map((value) => valibot.safeParse(settingsSchema, { [name]: value }));
  const good = results.find(({ success }) => success);
  if (good?.success === true) return { values: good.output, origins: { [name]: origin } };
  const what = origin.kind === 'flag' ? 'flag' : 'environment variable';
  throw usageError(`The ${what} ${origin.name} is invalid: ${results.at(-1)?.issues?.[0].message}.`);
}

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
    return readSmallFile(path, maxBytes);
  } catch (error) {
    const code = errorCode(error instanceof Error ? error.cause : null);
    if ((code === 'ENOENT' || code === 'ENOTDIR') && !needed) return null;
    throw usageError(`Cannot read the config file ${path}: ${errorMessage(error)}.`, { cause: error });
  }
}

/** Bytes: far more than all keys together ever take. */
const maxBytes = 1_000_000;

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Without the piece of the file that V8 may add: it may be a secret.
    const reason = errorMessage(error).replace(/, (?:\.\.\.)?"[^]*$/, '');
    throw usageError(`The config file ${path} is not JSON: ${reason}.`, { cause: error });
  }
}

function checked(path: string, value: unknown): ConfigValues {
  const { success, output, issues } = valibot.safeParse(settingsSchema, value);
  if (success && !Array.isArray(value)) return withUsedMetrics(path, output);
  const issue = issues?.[0];
  const key = issue === undefined ? null : valibot.getDotPath(issue);
  if (issue === undefined || key === null) {
    throw usageError(`The config file ${path} must hold an object.`);
  }
  const known = issue.expected === 'never' ? unknownKey(key) : `${issue.message}.`;
  throw usageError(`The config file ${path} has an invalid key \`${key}\`: ${known}`);
}

/** A figure of the user's own is taught to be judged by: any other name is a misspelt one. */
function withUsedMetrics(path: string, values: ConfigValues): ConfigValues {
  const used = values.metric === undefined ? [] : metricOf(values.metric).taught;
  const unused = unusedName(Object.keys(values.metrics ?? {}), used);
  if (unused === undefined) return values;
  throw invalid({ kind: 'named', path }, `metrics.${unused}`, notTeachable(unused));
}

function unknownKey(key: string): string {
  const names = settings.map(({ name }) => name);
  return `unknown key; the keys are ${names.join(', ')}.${didYouMean(key, names, (name) => name)}`;
}
