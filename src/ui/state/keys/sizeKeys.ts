import type { Band } from '../layout/bands.ts';
import { bandOf, type Layout } from '../layout/layout.ts';
import { defaultSizes, type PaneSizes, terminalKey } from '../layout/sizes.ts';
import { currentLayout } from '../layout/wantedPanes.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../view.ts';
import type { Command, KeyBinding } from './keyBinding.ts';

/** The sizes of panes, which are kept for terminals of the same size. */
export const sizeKeys: readonly KeyBinding[] = [
  {
    keys: ['<', '>', ',', '.'],
    shown: '< > , .',
    does: 'make the focused pane narrower, wider, lower, higher: kept for terminals of this size',
    contexts: ['panes'],
    act: resize,
  },
  {
    keys: ['L'],
    shown: 'L',
    does: 'reset the layout: all panes, in their usual sizes',
    contexts: ['panes'],
    act: () => ({ type: 'resetLayout' }),
  },
];

function resize(view: View, key: string): Command {
  const { state, facts } = view;
  const before = currentLayout(facts, state);
  if (state.full !== null || before.kind !== 'panes')
    return { type: 'notice', text: 'Panes have sizes where they stand beside one another.' };
  const sizes = changed(state, bandOf(before, state.focus), key);
  const after = currentLayout(facts, { ...state, sizes: { ...state.sizes, [terminalKey(state)]: sizes } });
  if (isAlike(before, after)) return { type: 'notice', text: `There is no room to make this pane ${words[key]}.` };
  return { type: 'sizes', sizes };
}

const words: Readonly<Record<string, string>> = { '<': 'narrower', '>': 'wider', ',': 'lower', '.': 'higher' };

/** Cells of a step. */
const step = { columns: 2, rows: 1 } as const;

function changed(state: ScreenState, focused: Band['band'] | null, key: string): PaneSizes {
  const { widths, heights } = state.sizes[terminalKey(state)] ?? defaultSizes;
  const pane = state.focus;
  if (key === '<' || key === '>') {
    const by = key === '>' ? step.columns : -step.columns;
    return { heights, widths: { ...widths, [pane]: (widths[pane] ?? 0) + by } };
  }
  const [first, second, third] = heights.map(
    (rows, band) => rows + (band === focused ? (key === '.' ? step.rows : -step.rows) : 0),
  );
  return { widths, heights: [first!, second!, third!] };
}

function isAlike(one: Layout, other: Layout): boolean {
  return JSON.stringify(one.bands) === JSON.stringify(other.bands);
}
