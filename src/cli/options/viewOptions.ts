import process from 'node:process';
import { defaultSettings } from '../../advisor/verdict.ts';
import type { ViewOptions } from '../../app/options.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { themeNames } from '../../ui/terminal/theme.ts';
import { trainerNames } from '../../trainers/index.ts';
import { metricRowOf } from '../../trainers/generic/metrics.ts';
import { readConfiguration } from './configuration.ts';
import { usageError } from '../../words/usageError.ts';
import { fraction, oneOf, seconds, wholeNumber } from './args.ts';
import { errorMessage } from '../../words/errors.ts';

/** The flags of every command that judges a training. */
export const adviceFlags = {
  advice: { type: 'string' },
  metric: { type: 'string', multiple: true },
  config: { type: 'string' },
  'min-gain': { type: 'string' },
  'target-map': { type: 'string' },
  'max-time': { type: 'string' },
  'max-iterations': { type: 'string' },
  'max-epochs': { type: 'string' },
  'ignore-first': { type: 'string' },
  trainer: { type: 'string' },
} as const;

/** The flags of every command that shows a training as well. */
export const viewFlags = {
  ...adviceFlags,
  readonly: { type: 'boolean' },
  chars: { type: 'string' },
  theme: { type: 'string' },
} as const;

type Values = {
  readonly [flag in Exclude<keyof typeof viewFlags, 'metric'>]?: string | boolean | undefined;
} & { readonly metric?: readonly string[] | undefined };

/**
 * Reads the flags of `viewFlags`. What is not said is as in `run`, the training that is looked at again.
 * Throws a usage error that names the flag and its value.
 */
export function viewOptions(
  values: Values,
  run: Partial<Pick<RunRecord, 'advice' | 'trainer' | 'cwd'>> = {},
): ViewOptions {
  const { advice = defaultSettings } = run;
  const configured = readConfiguration(
    typeof values.config === 'string' ? values.config : null,
    run.cwd ?? process.cwd(),
  );
  const text = (flag: Exclude<keyof typeof viewFlags, 'metric'>) => {
    const value = values[flag];
    return typeof value === 'string' ? value : configured.flags[flag];
  };
  const { judged, taught } = metricsOf(values.metric ?? []);
  const rows = [...taught, ...configured.taught];
  checkTaught(rows);
  return {
    settings: {
      preset: oneOf('advice', text('advice'), ['careful', 'balanced', 'saver']) ?? advice.preset,
      metric: oneOf('metric', judged ?? configured.flags.metric, ['map50', 'map50-95', 'f1']) ?? advice.metric,
      minGain: fraction('min-gain', text('min-gain')) ?? advice.minGain,
      targetMap: fraction('target-map', text('target-map')) ?? advice.targetMap,
      maxTime: seconds('max-time', text('max-time')) ?? advice.maxTime,
      maxIterations: wholeNumber('max-iterations', text('max-iterations')) ?? advice.maxIterations,
      maxEpochs: wholeNumber('max-epochs', text('max-epochs')) ?? advice.maxEpochs,
      ignoreFirst: wholeNumber('ignore-first', text('ignore-first')) ?? advice.ignoreFirst,
    },
    trainer:
      oneOf('trainer', text('trainer'), trainerNames) ?? (rows.length > 0 ? { taught: rows } : (run.trainer ?? null)),
    readonly: values.readonly === true,
    chars: oneOf('chars', text('chars'), ['box', 'braille', 'ascii']) ?? 'box',
    theme: oneOf('theme', text('theme'), themeNames),
  };
}

/** `--metric` says what is judged (`map50`), or teaches how an unknown trainer prints a metric (`loss=total loss (\\S+)`). */
function metricsOf(given: readonly string[]): { judged: string | undefined; taught: readonly string[] } {
  const isRow = (text: string) => text.includes('=');
  return { judged: given.findLast((text) => !isRow(text)), taught: given.filter(isRow) };
}

/** A row that makes no sense is told before anything is started. */
function checkTaught(rows: readonly string[]): void {
  try {
    rows.forEach(metricRowOf);
  } catch (error) {
    throw usageError(errorMessage(error), { cause: error });
  }
}
