import { type AdviceSettings, defaultSettings } from '../advisor/verdict.ts';
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

/** Reads the flags of `viewFlags`. Throws `UsageError` naming the flag and the value that makes no sense. */
export function viewOptions(values: Values): ViewOptions {
  const text = (flag: keyof typeof viewFlags) => {
    const value = values[flag];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    settings: {
      preset: oneOf('advice', text('advice'), ['careful', 'balanced', 'saver']) ?? defaultSettings.preset,
      metric: oneOf('metric', text('metric'), ['map50', 'map50-95', 'f1']),
      minGain: fraction('min-gain', text('min-gain')) ?? defaultSettings.minGain,
      targetMap: fraction('target-map', text('target-map')),
      maxTime: seconds('max-time', text('max-time')),
      maxIterations: wholeNumber('max-iterations', text('max-iterations')),
      maxEpochs: wholeNumber('max-epochs', text('max-epochs')),
      ignoreFirst: wholeNumber('ignore-first', text('ignore-first')) ?? defaultSettings.ignoreFirst,
    },
    trainer: oneOf('trainer', text('trainer'), trainerNames),
    readonly: values.readonly === true,
    chars: oneOf('chars', text('chars'), ['box', 'braille', 'ascii']) ?? 'box',
    theme: oneOf('theme', text('theme'), ['dark', 'light']),
  };
}
