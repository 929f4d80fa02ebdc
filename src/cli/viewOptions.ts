import { type AdviceSettings, defaultSettings } from '../advisor/verdict.ts';
import type { RunRecord } from '../keeper/control.ts';
import { type TrainerName, trainerNames } from '../run/events.ts';
import { fraction, oneOf, seconds, wholeNumber } from './words.ts';

/** The flags of every command that judges a training. */
export const adviceFlags = {
  advice: { type: 'string' },
  metric: { type: 'string' },
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

export interface ViewOptions {
  readonly settings: AdviceSettings;
  readonly trainer: TrainerName | null;
  readonly readonly: boolean;
  readonly chars: 'box' | 'braille' | 'ascii';
  /** Null: what the terminal itself asks for. */
  readonly theme: 'dark' | 'light' | null;
}

type Values = { readonly [flag in keyof typeof viewFlags]?: string | boolean | undefined };

/**
 * Reads the flags of `viewFlags`. What is not said is as in `run`, the training that is looked at again.
 * Throws `UsageError` naming the flag and the value that makes no sense.
 */
export function viewOptions(values: Values, run: Pick<RunRecord, 'advice' | 'trainer'> = {}): ViewOptions {
  const { advice = defaultSettings } = run;
  const text = (flag: keyof typeof viewFlags) => {
    const value = values[flag];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    settings: {
      preset: oneOf('advice', text('advice'), ['careful', 'balanced', 'saver']) ?? advice.preset,
      metric: oneOf('metric', text('metric'), ['map50', 'map50-95', 'f1']) ?? advice.metric,
      minGain: fraction('min-gain', text('min-gain')) ?? advice.minGain,
      targetMap: fraction('target-map', text('target-map')) ?? advice.targetMap,
      maxTime: seconds('max-time', text('max-time')) ?? advice.maxTime,
      maxIterations: wholeNumber('max-iterations', text('max-iterations')) ?? advice.maxIterations,
      maxEpochs: wholeNumber('max-epochs', text('max-epochs')) ?? advice.maxEpochs,
      ignoreFirst: wholeNumber('ignore-first', text('ignore-first')) ?? advice.ignoreFirst,
    },
    trainer: oneOf('trainer', text('trainer'), trainerNames) ?? run.trainer ?? null,
    readonly: values.readonly === true,
    chars: oneOf('chars', text('chars'), ['box', 'braille', 'ascii']) ?? 'box',
    theme: oneOf('theme', text('theme'), ['dark', 'light']),
  };
}
