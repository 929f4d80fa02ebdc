import * as v from 'valibot';
import { paneNames } from './panes.ts';
import { type Choices, type ScreenState, smoothingWeights } from './state.ts';

export function choicesOf({ off, smoothing, logScale, rate, axis, tailView, characters }: ScreenState): Choices {
  return { off, smoothing, logScale, rate, axis, tailView, characters };
}

/** Reads choices that a person or another version may have written. Each one that is invalid is dropped. */
export function readChoices(value: unknown): Partial<Choices> {
  const { success, output } = v.safeParse(choicesSchema, value);
  if (!success) return {};
  return Object.fromEntries(Object.entries(output).filter(([, choice]) => choice !== undefined));
}

/** Each choice is undefined where it is missing or invalid. */
const choicesSchema = v.object({
  off: v.fallback(
    v.optional(
      v.pipe(
        v.array(v.unknown()),
        v.transform((names) => paneNames.filter((pane) => names.includes(pane))),
      ),
    ),
    undefined,
  ),
  smoothing: v.fallback(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(smoothingWeights.length - 1))),
    undefined,
  ),
  logScale: v.fallback(v.optional(v.boolean()), undefined),
  rate: v.fallback(v.optional(v.boolean()), undefined),
  axis: v.fallback(v.optional(v.picklist(['step', 'epoch', 'time'])), undefined),
  tailView: v.fallback(v.optional(v.boolean()), undefined),
  characters: v.fallback(v.optional(v.nullable(v.picklist(['box', 'braille', 'ascii']))), undefined),
});
