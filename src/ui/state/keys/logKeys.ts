import type { View } from '../view.ts';
import { canGoOn } from './afterEndKeys.ts';
import { currentLayout, isVisible } from '../layout/wantedPanes.ts';
import type { Command, KeyBinding } from './keyBinding.ts';
import { withoutLast } from './typing.ts';

/** The log, and scrolling. */
export const logKeys: readonly KeyBinding[] = [
  {
    keys: ['/'],
    shown: '/',
    does: 'filter the log lines by a text; Enter keeps the filter, Esc removes it',
    contexts: ['panes', 'help'],
    hint: { key: '/', label: 'filter', rank: 5 },
    act: (view) => (view.state.layer === 'help' ? { type: 'type', text: view.state.helpFilter } : filterLog(view)),
  },
  {
    keys: ['n', 'N'],
    shown: 'n N',
    does: 'older, newer line with that text, in the whole log',
    contexts: ['panes'],
    act: ({ state }, key) => (state.filter === '' ? null : { type: 'find', where: key === 'n' ? 'older' : 'newer' }),
  },
  {
    keys: ['F'],
    shown: 'F',
    does: 'the log follows its end again; outside of the log of a run that has ended: finish it (plateau finish)',
    contexts: ['panes'],
    offered: canGoOn,
    hint: { key: 'F', label: 'finish', rank: 2 },
    act: ({ state, facts }) =>
      canGoOn(facts) && state.focus !== 'log' ? { type: 'leave', next: 'finish' } : { type: 'follow' },
  },
  {
    keys: ['up', 'down', 'pageup', 'pagedown', 'home', 'end'],
    shown: 'arrows PgUp/Dn',
    does: 'scroll the pane that has the focus (Home and End: to its ends), the log from its first line on',
    contexts: ['panes', 'help', 'why', 'stop', 'pause', 'auto', 'runs'],
    act: (_, key) => ({ type: 'scroll', key }),
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
    does: 'delete the last character',
    contexts: ['filter'],
    act: ({ state }) => ({ type: 'type', text: withoutLast(state.typing ?? '') }),
  },
];

/** Shows the log on the whole screen where it has no place beside others: who searches a line wants to see it. */
function filterLog({ state, facts }: View): Command {
  const text = state.filter;
  if (currentLayout(facts, state).kind !== 'panes') return { type: 'type', text };
  const hidden = state.full === null ? !isVisible(facts, state, 'log') : state.full !== 'log';
  return { type: 'type', text, pane: 'log', full: hidden || state.full === 'log' };
}
