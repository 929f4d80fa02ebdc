import { cursorAfter } from '../axis/cursor.ts';
import { shiftLog } from '../scrolling/logShift.ts';
import { isLogScrolled } from '../layout/paneSize.ts';
import type { View } from '../view.ts';
import { canGoOn } from './afterEndKeys.ts';
import type { Command, KeyBinding } from './keyBinding.ts';
import { knownAxes } from '../axis/axis.ts';

/** How the charts are drawn. */
export const chartKeys: readonly KeyBinding[] = [
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
    does: 'logarithmic loss axis; in the verdict pane: copy the command that comes back here',
    contexts: ['panes'],
    hint: { key: 'y', label: 'log y', rank: 12 },
    act: ({ state, facts }) =>
      state.focus === 'verdict' && facts.comeBack !== null
        ? { type: 'copy', text: facts.comeBack }
        : { type: 'logScale' },
  },
  {
    keys: ['r'],
    shown: 'r',
    does: 'learning rate as a thin line over the loss; in the summary of a run that has ended: go on (plateau continue)',
    contexts: ['panes'],
    act: ({ state, facts }) =>
      canGoOn(facts) && state.focus === 'verdict' ? { type: 'leave', next: 'continue' } : { type: 'rate' },
  },
  {
    keys: ['C'],
    shown: 'C',
    does: 'characters of the charts: braille, box, ASCII',
    contexts: ['panes'],
    hint: { key: 'C', label: 'characters', rank: 18 },
    act: ({ facts }) => ({
      type: 'characters',
      characters: alphabets[(alphabets.indexOf(facts.characters) + 1) % alphabets.length]!,
    }),
  },
  {
    keys: ['x'],
    shown: 'x',
    does: 'x axis in steps, epochs, time',
    contexts: ['panes'],
    hint: { key: 'x', label: 'x axis', rank: 13 },
    act: nextAxis,
  },
  {
    keys: ['+', '=', '-', 'left', 'right'],
    shown: '+ - left right',
    does: 'zoom the x axis of the charts in and out, move along it, or move the cursor; in the log: scroll sideways',
    contexts: ['panes'],
    act: zoomOrMove,
  },
  {
    keys: ['c'],
    shown: 'c',
    does: 'value cursor in all charts: left and right move it, c or Esc removes it',
    contexts: ['panes'],
    act: (view) => ({ type: 'cursor', at: view.state.cursor === null ? cursorAfter(view, 0) : null }),
  },
  {
    keys: ['t'],
    shown: 't',
    does: 'mAP chart: all evaluations, or the last ones with their own range',
    contexts: ['panes'],
    hint: { key: 't', label: 'tail', rank: 7 },
    act: () => ({ type: 'tailView' }),
  },
];

const alphabets = ['braille', 'box', 'ascii'] as const;

function nextAxis({ state, facts }: View): Command {
  const axes = knownAxes(facts.run);
  if (axes.length < 2)
    return { type: 'notice', text: `The x axis is in ${facts.run.axis}s: no other unit is known yet.` };
  return { type: 'axis', axis: axes[(Math.max(0, axes.indexOf(state.axis)) + 1) % axes.length] ?? 'step' };
}

function zoomOrMove(view: View, key: string): Command {
  if (key !== 'left' && key !== 'right') return { type: 'zoom', by: key === '-' ? -1 : 1 };
  const by = key === 'right' ? 1 : -1;
  if (view.state.cursor === null && isLogScrolled(view.facts, view.state)) return shiftLog(view, by);
  return view.state.cursor === null ? { type: 'pan', by } : { type: 'cursor', at: cursorAfter(view, by) };
}
