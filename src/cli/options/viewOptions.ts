import process from 'node:process';
import type { AdviceSettings } from '../../advisor/verdict.ts';
import type { ViewOptions } from '../../app/options.ts';
import type { Overrides } from '../../monitor/circumstances.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { terminalFeatures } from '../../ui/terminal/capabilities/capabilities.ts';
import { themeNames } from '../../ui/terminal/theme.ts';
import { type JudgedMetric, knownMetricOf } from '../../run/metric.ts';
import { trainerNames } from '../../trainers/index.ts';
import { metricRowOf, notTeachable, taughtName, unusedName } from '../../trainers/generic/taught.ts';
import type { viewFlags } from '../table/sharedFlags.ts';
import {
  checkMetrics,
  type Configuration,
  flagTexts,
  nothingConfigured,
  readConfiguration,
  taughtRows,
} from '../configuration/configuration.ts';
import { usageError } from '../../words/usageError.ts';
import { fraction, oneOf, seconds, wholeNumber } from './args.ts';
import { errorMessage } from '../../words/errors.ts';

/** The values of `viewFlags`. */
export type ViewValues = {
  readonly [flag in SingleFlag]?: string | boolean | undefined;
} & { readonly metric?: readonly string[] | undefined; readonly without?: readonly string[] | undefined };

type SingleFlag = Exclude<keyof typeof viewFlags, 'metric' | 'without'>;

/** The flags of `viewFlags` over the configuration, which is handed on for what else is in it. */
interface Viewing extends ViewOptions {
  readonly configuration: Configuration;
}

/**
 * Reads the flags of `viewFlags`, and the configuration for the working directory of the training. A run was started
 * with the settings of that time, so that only flags, and a file they name, override its record.
 * Rejects with a usage error that names the flag and its value.
 */
export async function viewOptions(
  values: ViewValues,
  record: Pick<RunRecord, 'cwd' | 'trainer'> | null,
  cwd = process.cwd(),
): Promise<Viewing> {
  const named = typeof values.config === 'string' ? values.config : null;
  const configuration = readConfiguration(named, record?.cwd ?? cwd);
  await checkMetrics(configuration);
  const text = flagOr(values, configuration);
  return {
    configuration,
    overrides: await overridesOf(
      values,
      record === null || named !== null ? configuration : nothingConfigured,
      typeof record?.trainer === 'object' ? (record.trainer?.taught ?? []) : [],
    ),
    readonly: values.readonly === true,
    mouse: values.mouse === true,
    chars: oneOf('chars', text('chars'), ['box', 'braille', 'ascii']),
    theme: oneOf('theme', text('theme'), themeNames),
    without: featuresOf(values.without) ?? configuration.values.without ?? [],
  };
}

function featuresOf(given: readonly string[] | undefined) {
  return given?.flatMap((list) => list.split(',')).map((word) => oneOf('without', word, terminalFeatures)!);
}

/** What a flag says, else what is configured. */
function flagOr(values: ViewValues, configuration: Configuration) {
  const configured = flagTexts(configuration);
  return (flag: SingleFlag): string | undefined => {
    const value = values[flag];
    return typeof value === 'string' ? value : configured[flag];
  };
}

/** `recorded`: what the run was taught when it was started. */
async function overridesOf(
  values: ViewValues,
  configuration: Configuration,
  recorded: readonly string[],
): Promise<Overrides> {
  const text = flagOr(values, configuration);
  const { judged = configuration.values.metric, taught } = metricsOf(values.metric ?? []);
  const rows = [...taught, ...taughtRows(configuration.values)];
  const metric = judgedBy(judged, rows.length > 0 ? rows : recorded);
  await checkTaught(taught, metric?.taught ?? []);
  const settings: { readonly [name in keyof AdviceSettings]: AdviceSettings[name] | null } = {
    preset: oneOf('advice', text('advice'), ['careful', 'balanced', 'saver']),
    metric: metric?.name ?? null,
    minGain: fraction('min-gain', text('min-gain')),
    targetMap: fraction('target-map', text('target-map')),
    maxTime: seconds('max-time', text('max-time')),
    maxIterations: wholeNumber('max-iterations', text('max-iterations')),
    maxEpochs: wholeNumber('max-epochs', text('max-epochs')),
    ignoreFirst: wholeNumber('ignore-first', text('ignore-first')),
    mapUnit: oneOf('map-unit', text('map-unit'), ['percent', 'fraction']),
  };
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)),
    trainer: oneOf('trainer', text('trainer'), trainerNames) ?? (rows.length > 0 ? { taught: rows } : null),
  };
}

function judgedBy(name: string | undefined, rows: readonly string[]): JudgedMetric | null {
  if (name === undefined) return null;
  try {
    return knownMetricOf(name, rows.map(taughtName));
  } catch (error) {
    throw usageError(`--metric: ${errorMessage(error)}`, { cause: error });
  }
}

/**
 * `--metric` says what is judged (`map50`), or teaches how an unknown trainer prints a metric
 * (`loss=total loss (\\S+)`).
 */
function metricsOf(given: readonly string[]): { judged: string | undefined; taught: readonly string[] } {
  const isRow = (text: string) => text.includes('=');
  return { judged: given.findLast((text) => !isRow(text)), taught: given.filter(isRow) };
}

/** A row that makes no sense is told before anything is started; so is a name of the user's own that is not `used`. */
async function checkTaught(rows: readonly string[], used: readonly string[]): Promise<void> {
  try {
    await Promise.all(rows.map(metricRowOf));
    const unused = unusedName(rows.map(taughtName), used);
    if (unused !== undefined) throw notTeachable(unused);
  } catch (error) {
    throw usageError(errorMessage(error), { cause: error });
  }
}
