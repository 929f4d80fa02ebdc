import type { ScreenFacts } from '../facts/facts.ts';
import type { TrainingAction, Layer, ScreenAction } from '../state.ts';
import type { View } from '../view.ts';

/**
 * What a key asks for: a change of the screen's state, or something that only the owner of the terminal or of the
 * training can do.
 */
export type Command =
  | ScreenAction
  | { readonly type: 'close' }
  | { readonly type: 'repaint' }
  | { readonly type: 'suspend' }
  | { readonly type: 'openStop' }
  | { readonly type: 'execute'; readonly action: TrainingAction }
  | { readonly type: 'scroll'; readonly key: string }
  /** Looks for the filter in the whole log. */
  | { readonly type: 'find'; readonly where: 'older' | 'newer' }
  /** Reads the other trainings, and lays the newest over the charts when that was asked. */
  | { readonly type: 'readOthers'; readonly overlay: boolean }
  | { readonly type: 'tick'; readonly id: string }
  | { readonly type: 'snapshot' };

/** Where a key counts. `filter`: a filter is being typed, and printable characters are text. */
export type Context = 'panes' | 'filter' | Layer;

/** One row of the only table of keys. The help and the hints are drawn from it. */
export interface KeyBinding {
  /** As `keyName` names them. */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  readonly contexts: readonly Context[];
  /** Can lead to a signal: gone on a read-only screen and where there is nothing to control. */
  readonly touchesTraining?: true;
  /** Whether it can be done to this training at all; without this it can. What cannot is no key. */
  readonly possible?: (facts: ScreenFacts) => boolean;
  /** Whether the hints name it now; without this they always do. */
  readonly offered?: (facts: ScreenFacts) => boolean;
  /** `long` is said instead of `label` where all hints fit with it. */
  readonly hint?: { readonly key: string; readonly label: string; readonly long?: string; readonly rank: number };
  /** What the key does now; null when it has nothing to do. */
  readonly act: (view: View, key: string) => Command | null;
}
