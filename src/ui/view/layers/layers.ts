import { isOver } from '../../state/facts/facts.ts';
import { bindingsFor } from '../../state/keys/bindings.ts';
import type { KeyBinding } from '../../state/keys/keyBinding.ts';
import { sizeFor } from '../../state/layout/layout.ts';
import { tickLegend } from '../panes/charts/axis.ts';
import { helpRows } from './help.ts';
import { scrolled } from '../panes/pane.ts';
import { confirmRows, stopLayer } from './stopDialog.ts';
import { costRows } from './stopCosts.ts';
import { whyRows } from '../panes/verdict.ts';
import type { Layer } from '../../state/state.ts';
import type { Row } from '../../../words/terminal/row.ts';
import type { View } from '../../state/view.ts';
import { currentLayout, wantedPanes } from '../../state/layout/wantedPanes.ts';
import { paneKeys, paneTitles } from '../../state/panes.ts';

/** Returns the rows of a layer that are in view. */
export function layerRows(view: View, layer: Layer, width: number, height: number): Row[] {
  if (layer === 'stop') return stopLayer(view.facts, view.state, width, height);
  return scrolled(allRows(view, layer, width), view.state.layerScroll, height);
}

/** Counts the rows of the open layer without the limit of the screen. */
export function layerLength(view: View): number {
  const { state } = view;
  return state.layer === null ? 0 : allRows(view, state.layer, state.columns - 4).length;
}

function allRows(view: View, layer: Layer, width: number): Row[] {
  switch (layer) {
    case 'help':
      return helpRows(helpBindings(view), helpNotes(view), width, view.state.typing ?? view.state.helpFilter);
    case 'why':
      return whyRows(view.facts, width);
    case 'stop':
      return costRows(view.facts, view.state, width);
    case 'pause':
    case 'auto':
      return confirmRows(view.facts, layer, width);
    default:
      return layer satisfies never;
  }
}

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
  notes.push('Mouse selection works as usual: Plateau does not capture the mouse.');
  return notes;
}
