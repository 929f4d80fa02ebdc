import type { VerdictName } from '../../advisor/verdict.ts';
import type { StopSignal } from '../../stopping/control.ts';
import type { PagedLine } from '../../log/files/pager.ts';
import type { PaneSizes, SizesByTerminal } from './layout/sizes.ts';
import type { PaneName } from './panes.ts';
import type { Characters } from '../../words/characters.ts';

/** What lies over the panes. Only one at a time; Esc closes it. */
export type Layer = 'help' | 'why' | 'stop' | 'pause' | 'auto' | 'length' | 'runs' | 'note';

/** The state of the screen, without the training. Changed by `reduceScreen` alone. */
export interface ScreenState {
  readonly columns: number;
  readonly rows: number;
  readonly layer: Layer | null;
  /** The first visible row of the layer, or of each pane. */
  readonly layerScroll: number;
  readonly scroll: Readonly<Partial<Record<PaneName, number>>>;
  readonly focus: PaneName;
  readonly full: PaneName | null;
  readonly off: readonly PaneName[];
  /** What was changed about the sizes of panes. */
  readonly sizes: SizesByTerminal;
  /** The lines of the log while it is scrolled; null while it follows. */
  readonly held: readonly string[] | null;
  /** Lines between the end of the log and the last visible one. */
  readonly logBack: number;
  /** Columns of the log that are hidden at the left. */
  readonly logLeft: number;
  /**
   * A part of the log read from its file, and the offset of the line that was searched; null while its end is shown.
   */
  readonly page: { readonly lines: readonly PagedLine[]; readonly size: number; readonly hit: number | null } | null;
  /** The share of the log that was searched, 0..1; null without a search. */
  readonly searched: number | null;
  readonly filter: string;
  /** The filter of the help. */
  readonly helpFilter: string;
  /** The filter being typed. */
  readonly typing: string | null;
  /** Whether the view stands still. */
  readonly frozen: boolean;
  /** Whether the mouse is the screen's, and not the terminal's, to select text with. */
  readonly mouse: boolean;
  /**
   * How often the x range of the charts is halved, and how far its end lies before the newest point, as a share of the
   * whole.
   */
  readonly zoom: number;
  readonly pan: number;
  /** The x of the value cursor; null for none. */
  readonly cursor: number | null;
  /** The metric of the metric pane; null until one is chosen. */
  readonly metric: string | null;
  /** The ids of the trainings that are overlaid, and the marked items of the lists. */
  readonly overlay: readonly string[];
  readonly marked: Readonly<Record<'runs' | 'checklist' | 'reasons', number>>;
  /**
   * The snoozed or dismissed verdict, and the number of evaluations at which it is shown again; null: when it changes.
   */
  readonly aside: { readonly verdict: VerdictName; readonly until: number | null } | null;
  /** Index into `smoothingWeights`. */
  readonly smoothing: number;
  readonly logScale: boolean;
  /** Whether the learning rate is drawn over the loss. */
  readonly rate: boolean;
  readonly axis: 'step' | 'epoch' | 'time';
  /** The mAP chart shows the last evaluations instead of all. */
  readonly tailView: boolean;
  /** The alphabet that was chosen on this screen; null: what the terminal can show. */
  readonly characters: Characters | null;
  readonly choice: StopChoice;
  /** The action that is being executed. */
  readonly sending: TrainingAction | null;
  /** What came of the last action; null before the first, and once another begins. */
  readonly said: { readonly text: string; readonly failed: boolean } | null;
  /** What is being typed into a dialog. */
  readonly entry: string;
  readonly notice: string | null;
}

/** What can be done to the training. */
export type TrainingAction = StopSignal | 'anyway' | 'checkpoint' | 'advice' | 'call-off' | 'pause' | 'resume';

export type StopChoice = StopSignal | 'anyway' | 'checkpoint' | 'call-off' | 'cancel';

export const smoothingWeights = [0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98] as const;

export type ScreenAction =
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'open'; readonly layer: Layer; readonly entry?: string }
  | { readonly type: 'back' }
  | { readonly type: 'scrollLayer'; readonly by: number; readonly max: number }
  | { readonly type: 'scrollPane'; readonly pane: PaneName; readonly by: number; readonly max: number }
  | { readonly type: 'focus'; readonly pane: PaneName }
  | { readonly type: 'toggle'; readonly pane: PaneName; readonly shown: boolean }
  | { readonly type: 'full'; readonly pane: PaneName | null; readonly notice?: string }
  | { readonly type: 'sizes'; readonly sizes: PaneSizes }
  | { readonly type: 'resetLayout' }
  | { readonly type: 'scrollLog'; readonly by: number; readonly lines: readonly string[]; readonly max: number }
  | { readonly type: 'shiftLog'; readonly by: number; readonly max: number }
  | { readonly type: 'page'; readonly page: ScreenState['page'] }
  | { readonly type: 'searched'; readonly share: number | null }
  | { readonly type: 'follow' }
  | { readonly type: 'type'; readonly text: string | null; readonly pane?: PaneName; readonly full?: boolean }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'freeze' }
  | { readonly type: 'mouse' }
  | { readonly type: 'smooth'; readonly by: number | null }
  | { readonly type: 'logScale' }
  | { readonly type: 'rate' }
  | { readonly type: 'characters'; readonly characters: Characters }
  | { readonly type: 'zoom'; readonly by: number }
  | { readonly type: 'pan'; readonly by: number }
  | { readonly type: 'axis'; readonly axis: ScreenState['axis'] }
  | { readonly type: 'cursor'; readonly at: number | null }
  | { readonly type: 'metric'; readonly name: string; readonly full: boolean }
  | { readonly type: 'overlay'; readonly ids: readonly string[] }
  | {
      readonly type: 'mark';
      readonly list: keyof ScreenState['marked'];
      readonly by: number;
      readonly max: number;
    }
  | { readonly type: 'aside'; readonly verdict: VerdictName | null; readonly until: number | null }
  | { readonly type: 'tailView' }
  | { readonly type: 'choose'; readonly choice: StopChoice }
  | { readonly type: 'sending'; readonly action: TrainingAction }
  | { readonly type: 'sent'; readonly text: string; readonly failed: boolean }
  | { readonly type: 'entry'; readonly text: string }
  | { readonly type: 'notice'; readonly text: string | null };

/** The choices of the user that are kept for the next time. */
export type Choices = Pick<ScreenState, 'off' | 'smoothing' | 'logScale' | 'rate' | 'axis' | 'tailView' | 'characters'>;

export function createScreenState(columns: number, rows: number, choices: Partial<Choices> = {}): ScreenState {
  return {
    columns,
    rows,
    layer: null,
    layerScroll: 0,
    scroll: {},
    focus: 'loss',
    full: null,
    off: [],
    sizes: {},
    held: null,
    logBack: 0,
    logLeft: 0,
    page: null,
    searched: null,
    filter: '',
    helpFilter: '',
    typing: null,
    frozen: false,
    mouse: false,
    zoom: 0,
    pan: 0,
    cursor: null,
    metric: null,
    overlay: [],
    marked: { runs: 0, checklist: 0, reasons: 0 },
    aside: null,
    smoothing: 0,
    logScale: false,
    rate: false,
    axis: 'step',
    tailView: false,
    characters: null,
    choice: 'cancel',
    sending: null,
    said: null,
    entry: '',
    notice: null,
    ...choices,
  };
}
