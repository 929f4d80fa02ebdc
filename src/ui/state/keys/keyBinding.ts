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
  /** Closes the dashboard for a command of Plateau that goes on with the run. */
  | { readonly type: 'leave'; readonly next: NextCommand }
  | { readonly type: 'repaint' }
  | { readonly type: 'suspend' }
  | { readonly type: 'openStop' }
  | { readonly type: 'execute'; readonly action: TrainingAction }
  | { readonly type: 'scroll'; readonly key: string }
  /** Searches the whole log for the filter. */
  | { readonly type: 'find'; readonly where: 'older' | 'newer' }
  /** Reads the other trainings, and overlays the newest if asked. */
  | { readonly type: 'readOthers'; readonly overlay: boolean }
  | { readonly type: 'tick'; readonly id: string }
  /** Tells the planned length of the training, in what it counts. */
  | { readonly type: 'tellLength'; readonly length: number }
  /** Keeps a note with the training; an empty one removes it. */
  | { readonly type: 'keepNote'; readonly text: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'snapshot' };

/** What is done with a run that has ended. */
export type NextCommand = 'finish' | 'continue';

/** Where a key applies. `filter`: a filter is being typed, and printable characters are text. */
export type Context = 'panes' | 'filter' | Layer;

/** What the help and the hints tell of a key. */
export interface KeyHelp {
  readonly shown: string;
  readonly does: string;
  /** `long` replaces `label` where all hints fit with it. */
  readonly hint?: { readonly key: string; readonly label: string; readonly long?: string; readonly rank: number };
}

/** One row of the table of the dashboard's keys. The help and the hints are made from it. */
export interface KeyBinding extends KeyHelp {
  /** As `keyName` names them. */
  readonly keys: readonly string[];
  readonly contexts: readonly Context[];
  /** May lead to a signal: not available on a read-only screen and without control of the training. */
  readonly touchesTraining?: true;
  /** Whether it can be done to this training at all; absent: always. */
  readonly possible?: (facts: ScreenFacts) => boolean;
  /** Whether the hints name it now; absent: always. */
  readonly offered?: (facts: ScreenFacts) => boolean;
  /** Returns what the key does now; null for nothing. */
  readonly act: (view: View, key: string) => Command | null;
}
