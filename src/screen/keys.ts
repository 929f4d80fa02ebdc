import type { StopSignal } from '../keeper/control.ts';
import { type Facts, isOver } from './facts.ts';
import { sizeFor } from './layout.ts';
import { isAllowed, stopChoices } from './panes/stop.ts';
import { type PaneName, paneNames, type ScreenAction, type ScreenState } from './state.ts';
import { isVisible, wantedPanes } from './wanted.ts';

/** What a key asks for: a change of the screen's state, or something that only the owner of the terminal or of the training can do. */
export type Command =
  | ScreenAction
  | { readonly type: 'close' }
  | { readonly type: 'repaint' }
  | { readonly type: 'suspend' }
  | { readonly type: 'openStop' }
  | { readonly type: 'send'; readonly signal: StopSignal }
  | { readonly type: 'scroll'; readonly key: string }
  | { readonly type: 'snapshot' };

export interface View {
  readonly state: ScreenState;
  readonly facts: Facts;
}

/** Where a key counts. `filter`: a filter is being typed, and printable characters are text. */
export type Context = 'panes' | 'help' | 'why' | 'stop' | 'filter';

/** One row of the only table of keys. The help and the hints are drawn from it. */
export interface KeyBinding {
  /** As `keyName` names them. */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  readonly contexts: readonly Context[];
  /** Can lead to a signal: gone on a read-only screen and where there is nothing to control. */
  readonly touchesTraining?: true;
  /** `long` is said instead of `label` where all hints fit with it. */
  readonly hint?: { readonly key: string; readonly label: string; readonly long?: string; readonly rank: number };
  /** What the key does now; null when it has nothing to do. */
  readonly act: (view: View, key: string) => Command | null;
}

const everywhere: readonly Context[] = ['panes', 'help', 'why', 'stop', 'filter'];
const layers: readonly Context[] = ['help', 'why', 'stop'];

export const keyTable: readonly KeyBinding[] = [
  {
    keys: ['?', 'h', 'function'],
    shown: '? h F1',
    does: 'this help',
    contexts: ['panes', 'why', 'stop'],
    hint: { key: '?', label: 'help', rank: 1 },
    act: () => ({ type: 'open', layer: 'help' }),
  },
  {
    keys: ['s'],
    shown: 's',
    does: 'stop the training: opens a dialog that says what it costs and asks how',
    contexts: ['panes', 'why'],
    touchesTraining: true,
    hint: { key: 's', label: 'stop', rank: 2 },
    act: () => ({ type: 'openStop' }),
  },
  {
    keys: ['w'],
    shown: 'w',
    does: 'why: all that speaks for and against the verdict, and what to do',
    contexts: ['panes'],
    hint: { key: 'w', label: 'why', rank: 3 },
    act: () => ({ type: 'open', layer: 'why' }),
  },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7'],
    shown: '1-7',
    does: 'go to a pane or show it; again to hide it: loss, mAP, last mAP, IoU, verdict, classes, log',
    contexts: ['panes'],
    hint: { key: '1-7', label: 'panes', rank: 6 },
    act: ({ state, facts }, key) => togglePane(state, facts, paneNames[Number(key) - 1]!),
  },
  {
    keys: ['tab', 'shift+tab'],
    shown: 'Tab',
    does: 'next pane (Shift: the one before)',
    contexts: ['panes'],
    hint: { key: 'tab', label: 'focus', rank: 9 },
    act: ({ state, facts }, key) => nextPane(state, facts, key === 'tab' ? 1 : -1),
  },
  {
    keys: ['f', 'enter'],
    shown: 'f Enter',
    does: 'the pane alone on the whole screen, and back',
    contexts: ['panes'],
    hint: { key: 'f', label: 'full', rank: 8 },
    act: ({ state }) => ({ type: 'full', pane: state.full === null ? state.focus : null }),
  },
  {
    keys: ['/'],
    shown: '/',
    does: 'only the log lines with some text in them; Enter keeps the filter, Esc drops it',
    contexts: ['panes'],
    hint: { key: '/', label: 'filter', rank: 5 },
    act: ({ state }) => ({ type: 'type', text: state.filter }),
  },
  {
    keys: ['n', 'N'],
    shown: 'n N',
    does: 'older, newer line of the filtered log',
    contexts: ['panes'],
    act: ({ state }, key) =>
      state.filter === '' ? null : { type: 'scroll', key: key === 'n' ? 'log up' : 'log down' },
  },
  {
    keys: ['F'],
    shown: 'F',
    does: 'the log follows its end again',
    contexts: ['panes'],
    act: () => ({ type: 'follow' }),
  },
  {
    keys: ['up', 'down', 'pageup', 'pagedown', 'home', 'end'],
    shown: 'arrows PgUp/Dn',
    does: 'scroll the pane that has the focus (Home and End: to its ends)',
    contexts: ['panes', 'help', 'why', 'stop'],
    act: (_, key) => ({ type: 'scroll', key }),
  },
  {
    keys: ['space'],
    shown: 'space',
    does: 'freeze the view, and let it go on',
    contexts: ['panes'],
    hint: { key: 'space', label: 'freeze', rank: 10 },
    act: () => ({ type: 'freeze' }),
  },
  {
    keys: ['e', 'E', '0'],
    shown: 'e E 0',
    does: 'smooth the loss more, less, not at all',
    contexts: ['panes'],
    hint: { key: 'e', label: 'smooth', rank: 11 },
    act: (_, key) => ({ type: 'smooth', by: key === '0' ? null : key === 'e' ? 1 : -1 }),
  },
  {
    keys: ['y'],
    shown: 'y',
    does: 'logarithmic loss axis',
    contexts: ['panes'],
    hint: { key: 'y', label: 'log y', rank: 12 },
    act: () => ({ type: 'logScale' }),
  },
  {
    keys: ['x'],
    shown: 'x',
    does: 'x axis in steps, epochs, time',
    contexts: ['panes'],
    hint: { key: 'x', label: 'x axis', rank: 13 },
    act: () => ({ type: 'axis' }),
  },
  {
    keys: ['t'],
    shown: 't',
    does: 'mAP chart: all evaluations, or the last ones with a range of their own',
    contexts: ['panes'],
    hint: { key: 't', label: 'tail', rank: 7 },
    act: () => ({ type: 'tailView' }),
  },
  {
    keys: ['S'],
    shown: 'S',
    does: 'save the screen as text',
    contexts: ['panes', 'why'],
    act: () => ({ type: 'snapshot' }),
  },
  {
    keys: ['i', 't', 'k'],
    shown: 'i t k',
    does: 'send SIGINT, SIGTERM, SIGKILL (each only after the one before was waited for)',
    contexts: ['stop'],
    touchesTraining: true,
    act: (view, key) => send(view, stopChoices.find((choice) => choice.key === key)!.choice),
  },
  {
    keys: ['left', 'right', 'tab', 'shift+tab'],
    shown: 'Tab left right',
    does: 'next choice',
    contexts: ['stop'],
    touchesTraining: true,
    hint: { key: 'tab', label: 'next choice', rank: 3 },
    act: (view, key) => nextChoice(view, key === 'tab' || key === 'right' ? 1 : -1),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'take the marked choice (at first: cancel)',
    contexts: ['stop'],
    touchesTraining: true,
    hint: { key: 'enter', label: 'take it', rank: 2 },
    act: (view) => send(view, view.state.choice),
  },
  {
    keys: ['n', 'q'],
    shown: 'n q',
    does: 'cancel, close',
    contexts: layers,
    hint: { key: 'n', label: 'close', rank: 1 },
    act: () => ({ type: 'back' }),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'keep the filter',
    contexts: ['filter'],
    hint: { key: 'enter', label: 'keep the filter', rank: 1 },
    act: ({ state }) => ({ type: 'filter', text: state.typing ?? '' }),
  },
  {
    keys: ['backspace'],
    shown: 'Backspace',
    does: 'take the last character away',
    contexts: ['filter'],
    act: ({ state }) => ({
      type: 'type',
      text: Array.from(state.typing ?? '')
        .slice(0, -1)
        .join(''),
    }),
  },
  {
    keys: ['escape'],
    shown: 'Esc',
    does: 'one layer out: dialog, full screen, filter, scrolling',
    contexts: everywhere,
    act: () => ({ type: 'back' }),
  },
  {
    keys: ['ctrl+l'],
    shown: '^L',
    does: 'repaint the screen',
    contexts: everywhere,
    act: () => ({ type: 'repaint' }),
  },
  {
    keys: ['ctrl+z'],
    shown: '^Z',
    does: 'put Plateau in the background of the shell; the training goes on',
    contexts: everywhere,
    act: () => ({ type: 'suspend' }),
  },
  {
    keys: ['q'],
    shown: 'q',
    does: 'close the dashboard; the training goes on',
    contexts: ['panes'],
    hint: { key: 'q', label: 'quit', long: 'quit (training goes on)', rank: 4 },
    act: () => ({ type: 'close' }),
  },
  {
    keys: ['ctrl+c'],
    shown: '^C',
    does: 'close the dashboard; never reaches the training',
    contexts: everywhere,
    act: () => ({ type: 'close' }),
  },
];

/** Where keys go now. */
export function contextOf(state: ScreenState): Context {
  if (state.layer !== null) return state.layer;
  return state.typing === null ? 'panes' : 'filter';
}

/** The rows of the table that count for this screen. A read-only one has none that can touch the training. */
export function bindingsFor({ state, facts }: View): KeyBinding[] {
  const context = contextOf(state);
  return keyTable.filter(
    ({ contexts, touchesTraining }) =>
      contexts.includes(context) && (touchesTraining !== true || canTouch(facts, context)),
  );
}

/** What a key does in a view, or null. Characters typed into the filter are text. */
export function commandFor(view: View, key: string): Command | null {
  const binding = bindingsFor(view).find(({ keys }) => keys.includes(key));
  if (binding !== undefined) return binding.act(view, key);
  if (contextOf(view.state) !== 'filter') return null;
  const text = key === 'space' ? ' ' : key;
  return Array.from(text).length === 1
    ? { type: 'type', text: `${view.state.typing ?? ''}${text}`.slice(0, longestFilter) }
    : null;
}

const longestFilter = 80;

/** The dialog keeps its keys when the training ends while it is open. */
function canTouch({ readonly, ladder, exit }: Facts, context: Context): boolean {
  if (readonly || ladder === null) return false;
  return context === 'stop' || exit === null || exit.left.length > 0;
}

function togglePane(state: ScreenState, facts: Facts, pane: PaneName): Command {
  const wanted = wantedPanes(facts, { ...state, off: state.off.filter((other) => other !== pane) });
  if (!wanted.includes(pane))
    return { type: 'notice', text: `Nothing to show in the ${pane} pane: this log has none of it.` };
  if (!isVisible(facts, state, pane) && !state.off.includes(pane)) {
    const size = sizeFor(pane, state.columns, state.rows, wanted, isOver(facts));
    const needed = size === null ? 'other panes hidden' : `${size.columns}x${size.rows}`;
    return {
      type: 'notice',
      text: `No room for the ${pane} pane: it needs ${needed}, this is ${state.columns}x${state.rows}.`,
    };
  }
  return { type: 'toggle', pane, shown: isVisible(facts, state, pane) };
}

function nextPane(state: ScreenState, facts: Facts, by: number): Command | null {
  const shown =
    state.full === null ? paneNames.filter((pane) => isVisible(facts, state, pane)) : wantedPanes(facts, state);
  if (shown.length === 0) return null;
  const at = shown.indexOf(state.focus);
  return { type: 'focus', pane: shown[(at + by + shown.length) % shown.length] ?? shown[0]! };
}

function send({ state, facts }: View, choice: (typeof stopChoices)[number]['choice']): Command | null {
  if (choice === 'cancel' || facts.exit !== null) return { type: 'back' };
  return isAllowed(facts, state, choice) ? { type: 'send', signal: choice } : null;
}

function nextChoice({ state, facts }: View, by: number): Command {
  const open = stopChoices.filter(({ choice }) => isAllowed(facts, state, choice)).map(({ choice }) => choice);
  const at = Math.max(0, open.indexOf(state.choice));
  return { type: 'choose', choice: open[(at + by + open.length) % open.length] ?? 'cancel' };
}
