import process from 'node:process';
import type { TrainingControl, TrainingExit } from '../../stopping/control.ts';
import type { LogPager } from '../../log/files/pager.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { Screen } from './Screen.tsx';
import { boundHeap } from './boundHeap.ts';
import type { Checklist } from '../state/facts/checklist.ts';
import { choicesOf } from '../state/choices.ts';
import type { WatchMachine } from '../state/facts/machine.ts';
import type { KeptNote } from '../state/facts/note.ts';
import type { ReadOtherRuns } from '../state/facts/others.ts';
import type { LookForTroubles } from '../state/facts/troubles.ts';
import type { SizesByTerminal } from '../state/layout/sizes.ts';
import type { NextCommand } from '../state/keys/keyBinding.ts';
import type { Choices } from '../state/state.ts';
import { createScreenStore } from '../state/store.ts';
import { closingText } from '../view/summary.ts';
import { renderScreen } from './renderScreen.ts';
import { terminalSize } from './terminalSize.ts';
import { themeIn, type ThemeName } from './theme.ts';
import type { Characters } from '../../words/characters.ts';
import { contentLengths } from '../view/contentLengths.ts';

export interface DashboardOptions {
  readonly monitor: Monitor;
  /** What can be done to the training; null for a log that somebody else writes. */
  readonly control: TrainingControl | null;
  /** What the user calls this training. */
  readonly title: string;
  /** How it had ended before, when there is no control to ask. */
  readonly ended?: Omit<TrainingExit, 'left'> | null;
  /** Takes away every key that can touch the training. */
  readonly readonly: boolean;
  /** Whether the mouse is used from the beginning; false by default, so that it selects text. */
  readonly mouse?: boolean;
  /** The command that shows this training again, printed when the dashboard closes. */
  readonly comeBack?: string | null;
  /** The id of the run; null or absent for a log that somebody else writes. */
  readonly runId?: string | null;
  /** What charts are drawn with, `box` by default; `ascii` where box drawing is double width. */
  readonly characters?: Characters;
  /** By default what NO_COLOR, TERM and COLORFGBG ask for, else `dark`. */
  readonly theme?: ThemeName;
  /** Writes a text snapshot of the screen somewhere and returns a sentence that says where. */
  readonly saveSnapshot?: (text: string) => Promise<string>;
  /** Copies a text to the clipboard and returns a sentence that says so. */
  readonly copyText?: (text: string) => Promise<string>;
  /** The choices of the user from the last time. */
  readonly choices?: Partial<Choices>;
  /** The sizes of panes from the last time. */
  readonly sizes?: SizesByTerminal;
  /** What is said until the first key. */
  readonly notice?: string | null;
  /** The whole log, where it is a file; without it only its end can be looked at. Not closed. */
  readonly pager?: LogPager | null;
  /** Reads the other trainings when somebody asks for them. */
  readonly readOthers?: ReadOtherRuns | null;
  /** Looks at the GPUs and the machine while the dashboard is open. */
  readonly machine?: WatchMachine | null;
  readonly checklist?: Checklist | null;
  readonly lookForTroubles?: LookForTroubles | null;
  /** Where a note on the training is kept; absent where none can be. */
  readonly note?: KeptNote | null;
  /** Closes the dashboard from outside. */
  readonly signal?: AbortSignal;
  /** Epoch seconds. */
  readonly now?: () => number;
  readonly stdin?: NodeJS.ReadableStream;
  readonly stdout?: NodeJS.WritableStream;
}

export interface DashboardEnd {
  /** Who closed it: the user with a key, or the caller with its signal. */
  readonly how: 'closed' | 'asked';
  /** The summary, for the normal screen: the alternate one is gone with everything on it. */
  readonly text: string;
  /** The command of Plateau that was asked for with the run; null for none. */
  readonly next: NextCommand | null;
  /** The choices of the user, to be kept for the next time. */
  readonly choices: Choices;
  readonly sizes: SizesByTerminal;
}

/**
 * Shows a training until the user closes the dashboard or the caller aborts. The terminal is restored in every case.
 * Closes neither the monitor nor the control. Rejects with what was thrown while drawing. `stdin` and `stdout` must be
 * terminals.
 */
export async function showDashboard(options: DashboardOptions): Promise<DashboardEnd> {
  const { monitor, control, stdin = process.stdin, stdout = process.stdout, signal } = options;
  const now = options.now ?? monitor.now;
  const fixed = {
    title: options.title,
    readonly: options.readonly,
    comeBack: options.comeBack ?? null,
    runId: options.runId ?? null,
    characters: options.characters ?? ('box' as const),
    ended: options.ended ?? null,
  };
  const store = createScreenStore({
    lengths: contentLengths,
    monitor,
    control,
    fixed,
    now,
    choices: options.choices ?? {},
    mouse: options.mouse ?? false,
    sizes: options.sizes ?? {},
    notice: options.notice ?? null,
    pager: options.pager ?? null,
    readOthers: options.readOthers ?? null,
    machine: options.machine ?? null,
    checklist: options.checklist ?? null,
    lookForTroubles: options.lookForTroubles ?? null,
    note: options.note ?? null,
    ...terminalSize(stdout),
  });
  const theme = themeIn(process.env, options.theme);
  const { saveSnapshot = null, copyText = null } = options;
  const drawn = <Screen store={store} theme={theme} saveSnapshot={saveSnapshot} copyText={copyText} />;
  const screen = renderScreen(drawn, stdin, stdout);
  const stopLooking = boundHeap(monitor.caughtUp);
  const unmount = () => screen.unmount();
  signal?.addEventListener('abort', unmount, { once: true });
  if (signal?.aborted === true) unmount();
  try {
    const closed: unknown = await screen.waitUntilExit();
    const { facts, state } = store.view();
    const kept = { choices: choicesOf(state), sizes: state.sizes };
    if (typeof closed === 'string') return { how: 'closed', text: closed, next: null, ...kept };
    if (isLeft(closed)) return { how: 'closed', ...closed, ...kept };
    return { how: 'asked', text: closingText(facts), next: null, ...kept };
  } finally {
    signal?.removeEventListener('abort', unmount);
    stopLooking();
    store.close();
  }
}

/** What the screen ends with when the user leaves it for another command. */
function isLeft(value: unknown): value is Pick<DashboardEnd, 'text' | 'next'> {
  return typeof value === 'object' && value !== null && 'text' in value && 'next' in value;
}
