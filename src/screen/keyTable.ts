import { type Facts, isOver } from './facts.ts';
import type { Command, Context, KeyBinding, View } from './keys.ts';
import { sizeFor } from './layout.ts';
import { isAllowed, stopChoices } from './panes/stop.ts';
import { type Deed, type Layer, type PaneName, paneNames, type ScreenState, type StopChoice } from './state.ts';
import { isVisible, wantedPanes } from './wanted.ts';

const layers: readonly Layer[] = ['help', 'why', 'stop', 'pause', 'auto'];
const everywhere: readonly Context[] = ['panes', 'filter', ...layers];

/** All keys. Order is that of the help and of the hints. */
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
    keys: ['p'],
    shown: 'p',
    does: 'pause the training (SIGSTOP), or let it go on (SIGCONT); asks first',
    contexts: ['panes'],
    touchesTraining: true,
    hint: { key: 'p', label: 'pause', rank: 14 },
    act: () => ({ type: 'open', layer: 'pause' }),
  },
  {
    keys: ['A'],
    shown: 'A',
    does: 'auto-stop: stop the training by itself once the advice is to stop, or call that off; asks first',
    contexts: ['panes'],
    touchesTraining: true,
    hint: { key: 'A', label: 'auto-stop', rank: 15 },
    act: () => ({ type: 'open', layer: 'auto' }),
  },
  {
    keys: ['u'],
    shown: 'u',
    does: 'call a planned stop off, its countdown too',
    contexts: ['panes', 'why'],
    touchesTraining: true,
    offered: ({ armed }) => armed !== null,
    hint: { key: 'u', label: 'call off', rank: 2 },
    act: ({ facts }) => (facts.armed === null ? null : { type: 'carryOut', deed: 'call-off' }),
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
    keys: ['+', '=', '-', 'left', 'right'],
    shown: '+ - left right',
    does: 'zoom the x axis of the charts in and out, move along it',
    contexts: ['panes'],
    act: (_, key) => zoomOrPan(key),
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
    keys: ['c', 'i', 't', 'k'],
    shown: 'c i t k',
    does: 'stop after the next save; send SIGINT, SIGTERM, SIGKILL (each only after the one before was waited for)',
    contexts: ['stop'],
    touchesTraining: true,
    act: (view, key) => take(view, stopChoices(view.facts).find((choice) => choice.key === key)!.choice),
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
    act: (view) => take(view, view.state.choice),
  },
  {
    keys: ['y'],
    shown: 'y',
    does: 'yes, do it',
    contexts: ['pause', 'auto'],
    touchesTraining: true,
    hint: { key: 'y', label: 'yes', rank: 2 },
    act: ({ state, facts }) => ({
      type: 'carryOut',
      deed: state.layer === 'pause' ? pauseDeed(facts) : autoDeed(facts),
    }),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'cancel',
    contexts: ['pause', 'auto'],
    act: () => ({ type: 'back' }),
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

function zoomOrPan(key: string): Command {
  if (key === 'left' || key === 'right') return { type: 'pan', by: key === 'right' ? 1 : -1 };
  return { type: 'zoom', by: key === '-' ? -1 : 1 };
}

function nextPane(state: ScreenState, facts: Facts, by: number): Command | null {
  const shown =
    state.full === null ? paneNames.filter((pane) => isVisible(facts, state, pane)) : wantedPanes(facts, state);
  if (shown.length === 0) return null;
  const at = shown.indexOf(state.focus);
  return { type: 'focus', pane: shown[(at + by + shown.length) % shown.length] ?? shown[0]! };
}

function take({ state, facts }: View, choice: StopChoice): Command | null {
  if (choice === 'cancel' || facts.exit !== null) return { type: 'back' };
  return isAllowed(facts, state, choice) ? { type: 'carryOut', deed: choice } : null;
}

function pauseDeed({ paused }: Facts): Deed {
  return paused ? 'resume' : 'pause';
}

function autoDeed({ armed }: Facts): Deed {
  return armed === null ? 'advice' : 'call-off';
}

function nextChoice({ state, facts }: View, by: number): Command {
  const open = stopChoices(facts)
    .filter(({ choice }) => isAllowed(facts, state, choice))
    .map(({ choice }) => choice);
  const at = Math.max(0, open.indexOf(state.choice));
  return { type: 'choose', choice: open[(at + by + open.length) % open.length] ?? 'cancel' };
}
