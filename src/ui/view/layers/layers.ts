import { isOver } from '../../state/facts/facts.ts';
import { bindingsFor } from '../../state/keys/bindings.ts';
import type { KeyBinding } from '../../state/keys/keyBinding.ts';
import { type Layout, sizeFor } from '../../state/layout/layout.ts';
import { tickLegend } from '../panes/charts/axis.ts';
import type { LayerRoom } from './box.ts';
import { confirmLayer } from './confirm.ts';
import { type DrawnLayer, withScrolling } from './drawnLayer.ts';
import { helpRows } from './help.ts';
import { lengthRows } from './lengthDialog.ts';
import { noteRows } from './noteDialog.ts';
import { runsLayer } from './runsDialog.ts';
import { stopLayer } from './stopDialog.ts';
import { whyRows } from '../panes/verdict.ts';
import type { Layer, ScreenState } from '../../state/state.ts';
import type { Row } from '../../../words/terminal/row.ts';
import type { View } from '../../state/view.ts';
import { currentLayout, wantedPanes } from '../../state/layout/wantedPanes.ts';
import { paneKeys, paneTitles } from '../../state/panes.ts';

/** Draws a layer into at most `height` rows of at most `width` cells; fewer where it has no more to say. */
export function drawLayer(view: View, layer: Layer, width: number, height: number): DrawnLayer {
  const { facts, state } = view;
  switch (layer) {
    case 'help':
      return scrolling(
        helpRows(helpBindings(view), helpNotes(view), width, state.typing ?? state.helpFilter),
        state,
        height,
      );
    case 'why':
      return scrolling(whyRows(facts, width), state, height);
    case 'stop':
      return stopLayer(facts, state, width, height);
    case 'pause':
    case 'auto':
      return confirmLayer(facts, state, layer, width, height);
    case 'runs':
      return runsLayer(facts, state, width, height);
    case 'length':
      return typedInto(lengthRows(facts, state, width), height);
    case 'note':
      return typedInto(noteRows(state, width), height);
    default:
      return layer satisfies never;
  }
}

function scrolling(rows: readonly Row[], { layerScroll }: ScreenState, height: number): DrawnLayer {
  return withScrolling([], rows, [], height, layerScroll);
}

/** What is typed stands at the end, and has to be seen. */
function typedInto(rows: readonly Row[], height: number): DrawnLayer {
  return { rows: rows.slice(-height), reach: 0 };
}

/** The room of a layer's content on a terminal: within a border where the screen has panes. */
export function layerRoom({ kind, width, bodyRows }: Pick<Layout, 'kind' | 'width' | 'bodyRows'>): LayerRoom {
  if (kind !== 'panes') return { bordered: false, width: width - 2, height: Math.max(1, bodyRows - 1) };
  return { bordered: true, width: Math.min(width - 4, maxBoxWidth) - 4, height: Math.max(1, bodyRows - 2) };
}

/** Longer lines are hard to read. */
const maxBoxWidth = 92;

/** By how many rows the open layer can be scrolled. */
export function layerReach(view: View): number {
  const { state, facts } = view;
  if (state.layer === null) return 0;
  const { width, height } = layerRoom(currentLayout(facts, state));
  return drawLayer(view, state.layer, width, height).reach;
}

export const layerTitles: Readonly<Record<Layer, string>> = {
  help: 'keys',
  why: 'why this verdict',
  stop: 'stop this training?',
  pause: 'pause',
  auto: 'auto-stop',
  length: 'planned length',
  runs: 'other trainings',
  note: 'note',
};

/** The help lists the keys of the panes and, where there is one, of the stop dialog. */
function helpBindings({ state, facts }: View): KeyBinding[] {
  const panes = bindingsFor({ facts, state: { ...state, layer: null, typing: null } });
  const dialog = bindingsFor({ facts, state: { ...state, layer: 'stop', typing: null } }).filter(
    (binding) => binding.touchesTraining === true,
  );
  return [...new Set([...panes, ...dialog])];
}

function helpNotes({ state, facts }: View): string[] {
  const notes: string[] = [];
  const layout = currentLayout(facts, state);
  for (const pane of layout.hidden) {
    const size = sizeFor(pane, state.columns, state.rows, wantedPanes(facts, state), isOver(facts));
    const needs = size === null ? 'needs other panes hidden' : `needs ${size.columns}x${size.rows}`;
    notes.push(
      `The ${paneTitles[pane]} pane (${paneKeys[pane]}) ${needs}; this terminal is ${state.columns}x${state.rows}.`,
    );
  }
  if (facts.readonly) notes.push('Read-only: no key can touch the training.');
  notes.push(tickLegend);
  if (!state.mouse) notes.push('The mouse selects text as usual, until m is pressed.');
  return notes;
}
