import type { VerdictName } from '../../advisor/verdict.ts';
import type { StopSignal } from '../../stopping/control.ts';
import type { PagedLine } from '../../log/files/pager.ts';
import type { PaneName } from './panes.ts';

/** What lies over the panes. Only one at a time, and Esc takes it away. */
export type Layer = 'help' | 'why' | 'stop' | 'pause' | 'auto';

/** Everything about the screen that is not the training. Changed by `reduceScreen` alone. */
export interface ScreenState {
  readonly columns: number;
  readonly rows: number;
  readonly layer: Layer | null;
  /** First row shown of the layer, or of each pane. */
  readonly layerScroll: number;
  readonly scroll: Readonly<Partial<Record<PaneName, number>>>;
  readonly focus: PaneName;
  readonly full: PaneName | null;
  readonly off: readonly PaneName[];
  /** Lines of the log held still while it is scrolled; null while it follows. */
  readonly held: readonly string[] | null;
  /** Lines between the end of the log and the last one shown. */
  readonly logBack: number;
  /** Columns of the log that are out of sight at the left. */
  readonly logLeft: number;
  /**
   * A part of the log read from its file, and the place of the line that was looked for; null while its end is shown.
   */
  readonly page: { readonly lines: readonly PagedLine[]; readonly size: number; readonly hit: number | null } | null;
  /** How far a search through the whole log has come, 0..1; null when none is going on. */
  readonly searched: number | null;
  readonly filter: string;
  /** Which keys the help is about. */
  readonly helpFilter: string;
  /** The filter being typed. */
  readonly typing: string | null;
  /** The view does not advance. */
  readonly frozen: boolean;
  /**
   * How often the x range of the charts is halved, and how far its end lies before the newest point, as a share of the
   * whole.
   */
  readonly zoom: number;
  readonly pan: number;
  /** Where the value cursor stands on the x axis; null when there is none. */
  readonly cursor: number | null;
  /** What the metric pane shows; null until one was chosen. */
  readonly metric: string | null;
  /** Other trainings that are laid over this one, by id, and the one that is marked in their list. */
  readonly overlay: readonly string[];
  readonly marked: Readonly<Record<'runs' | 'checklist', number>>;
  /**
   * A verdict that was put aside, and the number of evaluations at which it comes back; null: not before it changes.
   */
  readonly aside: { readonly verdict: VerdictName; readonly until: number | null } | null;
  /** Index into `smoothingWeights`. */
  readonly smoothing: number;
  readonly logScale: boolean;
  readonly axis: 'step' | 'epoch' | 'time';
  /** The mAP chart shows the last evaluations instead of all. */
  readonly tailView: boolean;
  readonly choice: StopChoice;
  /** What the keeper is being asked to do. */
  readonly sending: TrainingAction | null;
  /** What became of what was asked from here, newest last. */
  readonly stopLog: readonly string[];
  readonly notice: string | null;
}

/** What the keeper can be asked to do to the training. */
export type TrainingAction = StopSignal | 'checkpoint' | 'advice' | 'call-off' | 'pause' | 'resume';

export type StopChoice = StopSignal | 'checkpoint' | 'call-off' | 'cancel';

export const smoothingWeights = [0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98] as const;

export type ScreenAction =
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'open'; readonly layer: Layer }
  | { readonly type: 'back' }
  | { readonly type: 'scrollLayer'; readonly by: number; readonly max: number }
  | { readonly type: 'scrollPane'; readonly pane: PaneName; readonly by: number; readonly max: number }
  | { readonly type: 'focus'; readonly pane: PaneName }
  | { readonly type: 'toggle'; readonly pane: PaneName; readonly shown: boolean }
  | { readonly type: 'full'; readonly pane: PaneName | null; readonly notice?: string }
  | { readonly type: 'scrollLog'; readonly by: number; readonly lines: readonly string[]; readonly max: number }
  | { readonly type: 'shiftLog'; readonly by: number; readonly max: number }
  | { readonly type: 'page'; readonly page: ScreenState['page'] }
  | { readonly type: 'searched'; readonly share: number | null }
  | { readonly type: 'follow' }
  | { readonly type: 'type'; readonly text: string | null; readonly pane?: PaneName; readonly full?: boolean }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'freeze' }
  | { readonly type: 'smooth'; readonly by: number | null }
  | { readonly type: 'logScale' }
  | { readonly type: 'zoom'; readonly by: number }
  | { readonly type: 'pan'; readonly by: number }
  | { readonly type: 'axis'; readonly axis: ScreenState['axis'] }
  | { readonly type: 'cursor'; readonly at: number | null }
  | { readonly type: 'metric'; readonly name: string; readonly full: boolean }
  | { readonly type: 'overlay'; readonly ids: readonly string[] }
  | { readonly type: 'mark'; readonly pane: 'runs' | 'checklist'; readonly by: number; readonly max: number }
  | { readonly type: 'aside'; readonly verdict: VerdictName | null; readonly until: number | null }
  | { readonly type: 'tailView' }
  | { readonly type: 'choose'; readonly choice: StopChoice }
  | { readonly type: 'sending'; readonly action: TrainingAction }
  | { readonly type: 'sent'; readonly text: string }
  | { readonly type: 'notice'; readonly text: string | null };

/** What a user chose about the screen and wants to find again next time. */
export type Choices = Pick<ScreenState, 'off' | 'smoothing' | 'logScale' | 'axis' | 'tailView'>;

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
    held: null,
    logBack: 0,
    logLeft: 0,
    page: null,
    searched: null,
    filter: '',
    helpFilter: '',
    typing: null,
    frozen: false,
    zoom: 0,
    pan: 0,
    cursor: null,
    metric: null,
    overlay: [],
    marked: { runs: 0, checklist: 0 },
    aside: null,
    smoothing: 0,
    logScale: false,
    axis: 'step',
    tailView: false,
    choice: 'cancel',
    sending: null,
    stopLog: [],
    notice: null,
    ...choices,
  };
}
