import process from 'node:process';
import { statOf } from '../log/files/statOf.ts';
import { textTable } from '../words/table.ts';
import { printJson, printText } from '../app/print.ts';
import {
  checkMetrics,
  type Configuration,
  merged,
  type Origin,
  projectConfigPath,
  readConfiguration,
  taughtRows,
  textLayer,
  userConfigPath,
} from './configuration/configuration.ts';
import { type ConfigSetting, settings } from './configuration/settings.ts';
import { parseArguments, refusePositionals } from './options/args.ts';
import { configFlags } from './table/about.ts';

/** `plateau config [--json]`: the settings in force in this directory, and where each comes from. */
export async function config(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, configFlags);
  refusePositionals(positionals);
  const named = values.config ?? null;
  const directory = process.cwd();
  const configuration = merged([readConfiguration(named, directory), ...flagLayers(values)]);
  await checkMetrics(configuration);
  const files = [userConfigPath(), projectConfigPath(named, directory)]
    .filter((path) => path !== null)
    .map((path) => ({ path, isThere: statOf(path) !== null }));
  if (values.json === true) {
    const shown = settings.map((setting) => [
      setting.name,
      { value: shownValue(setting, configuration), from: configuration.origins[setting.name] ?? { kind: 'default' } },
    ]);
    printJson({ files, settings: Object.fromEntries(shown) });
    return 0;
  }
  const rows = settings.map((setting) => [
    setting.name,
    textOf(shownValue(setting, configuration)) ?? setting.fallback,
    whereFrom(configuration.origins[setting.name]),
  ]);
  const read = files.map(({ path, isThere }) => `${isThere ? 'read' : 'not there'}: ${path}`);
  printText([...textTable([['setting', 'value', 'from'], ...rows], null), '', ...read].join('\n'));
  return 0;
}

/** Flags that are settings too, as the topmost configurations. */
function flagLayers(values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>) {
  return settings.flatMap((setting): Configuration[] => {
    const value = setting.flag === null ? undefined : values[setting.flag];
    // `--metric NAME=REGEX` teaches a metric, and does not say which one counts.
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
    const said = texts.filter((text) => setting.name !== 'metric' || !text.includes('='));
    if (said.length === 0) return [];
    const origin = { kind: 'flag', name: `--${setting.flag}` } as const;
    return [textLayer(setting, setting.separator === undefined ? said.at(-1)! : said.join(' '), origin)];
  });
}

/** A setting as it may be shown: of a secret the part that gives nothing away. Null where nobody said it. */
function shownValue(
  { name, masked }: ConfigSetting,
  { values }: Configuration,
): Configuration['values'][typeof name] | null {
  const value = values[name] ?? null;
  if (masked === undefined) return value;
  if (Array.isArray(value)) return value.map(masked);
  return typeof value === 'string' ? masked(value) : value;
}

function textOf(value: ReturnType<typeof shownValue>): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value !== 'object') return String(value);
  return taughtRows({ metrics: value }).join(', ');
}

function whereFrom(origin: Origin | undefined): string {
  if (origin === undefined) return 'default';
  return 'path' in origin ? origin.path : origin.name;
}
