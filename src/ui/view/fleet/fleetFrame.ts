import { counted } from '../../../words/count.ts';
import { asciiRow } from '../../../words/terminal/asciiText.ts';
import {
  fitRow,
  fitRows,
  harmlessRow,
  row,
  type Row,
  rowWidth,
  sideBySide,
  span,
  type Span,
  spread,
} from '../../../words/terminal/row.ts';
import { screenText } from '../../../words/terminal/screenText.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { fleetContext, fleetKeysFor } from '../../state/keys/fleet/fleetCommand.ts';
import { layOutFleet, type FleetLayout } from '../../state/fleet/fleetLayout.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import { laidOver } from '../layers/box.ts';
import { hintRow } from '../layers/help.ts';
import { drawFleetLayer, fleetLayerRoom, fleetLayerTitle } from './layers.ts';
import { headingRow, lineRows } from './listRows.ts';
import { paneRows, saidOfLine } from './linePane.ts';

/** Draws the whole list of trainings: one row less than the terminal has, each exactly as wide. Pure. */
export function composeFleet(view: FleetView): Row[] {
  const { state, settings } = view;
  const layout = layOutFleet(state.columns, state.rows, state.lines.length);
  const { width, height } = layout;
  const rows = layout.hasHeader ? fullRows(view, layout) : lineRows(view, width, height);
  const shown = settings.characters === 'ascii' ? rows.map(asciiRow) : rows;
  return fitRows(shown.map(harmlessRow), width, height);
}

function fullRows(view: FleetView, layout: FleetLayout): Row[] {
  const { width, height } = layout;
  const body = fitRows(bodyRows(view, layout), width, height - 2);
  return [headerRow(view, width), ...withLayer(view, body, layout), closingRow(view, width)];
}

function bodyRows(view: FleetView, layout: FleetLayout): Row[] {
  const { list, saidRows, pane, hasHeading } = layout;
  const lines = view.state.lines.length === 0 ? emptyRows(view, list.width) : lineRows(view, list.width, list.height);
  const rows = [
    ...(hasHeading ? [headingRow(view, list.width)] : []),
    ...fitRows(lines, list.width, list.height),
    ...(saidRows === 0 ? [] : fitRows(saidOfLine(view, list.width, saidRows), list.width, saidRows)),
  ];
  if (pane === null) return rows;
  const drawn = fitRows(paneRows(view, pane.width, pane.height), pane.width, pane.height);
  if (pane.place === 'below') return [...rows, ...drawn];
  return sideBySide([rows, rows.map(() => row(' ')), drawn]);
}

function emptyRows({ state }: FleetView, width: number): Row[] {
  const isConnecting = state.hosts.some((host) => host.state === 'connecting');
  if (state.members.length > 0) return wrapText('No training has these words: Esc removes the filter.', width, 'dim');
  return wrapText(isConnecting ? 'Reading ...' : 'No training yet: plateau run -- COMMAND starts one.', width, 'dim');
}

/** Line 1: how many there are, how many need somebody, and how the list is sorted. */
function headerRow({ state }: FleetView, width: number): Row {
  const { members, hosts, needing, shown } = state;
  const trainings = counted(members.length, 'training');
  const all = shown === members.length ? trainings : `${shown} of ${trainings}`;
  // This machine counts where it has trainings.
  const looked = hosts.filter((host) => host.kind !== 'here' || host.members > 0).length;
  const machines = looked > 1 || looked < hosts.length ? ` on ${counted(looked, 'machine')}` : '';
  const marked = state.marked.size > 0 ? ` · ${state.marked.size} marked` : '';
  const leftOf = (counts: string) =>
    row(
      span('Plateau', 'strong'),
      ` · ${counts}`,
      ...(needing === 0 ? [] : [' · ', span(`${needing} ${needing === 1 ? 'needs' : 'need'} you`, 'watch')]),
      span(marked, 'mark'),
    );
  const whole = leftOf(`${all}${machines}`);
  // How many need somebody counts more than on how many machines they are.
  const left = rowWidth(whole) <= width ? whole : leftOf(all);
  const filter = state.filter === '' ? '/ filter' : `/${screenText(state.filter)}`;
  const order = `sort: ${state.sort}${state.isReversed ? ', reversed' : ''}`;
  const texts = [
    `${order}   group: ${state.isGrouped ? 'on' : 'off'}   ${filter}`,
    ...(state.filter === '' ? [order, ''] : [`${order}   ${filter}`, filter]),
  ];
  const right = texts.find((text) => rowWidth(left) + 2 + rowWidth([span(text, 'dim')]) <= width) ?? '';
  return spread(left, row(span(right, 'dim')), width);
}

function withLayer(view: FleetView, body: Row[], layout: FleetLayout): Row[] {
  const { layer } = view.state;
  if (layer === null) return body;
  const room = fleetLayerRoom(layout, layer);
  const drawn = drawFleetLayer(view, layer, room.width, room.height);
  const hidden = drawn.reach > 0 ? [span(`  arrows: ${drawn.reach} more rows`, 'dim')] : [];
  const title = row(span(` ${fleetLayerTitle(view, layer)}`, 'focus'), ...hidden);
  return laidOver(body, { title, content: drawn.rows, room }, view.settings.characters === 'ascii').rows;
}

/** The last row: the notice, else the keys. */
function closingRow(view: FleetView, width: number): Row {
  const { state } = view;
  if (state.notice !== null) return fitRow(row(span(screenText(state.notice), 'watch')), width);
  const typing: Span[] =
    fleetContext(state) === 'filter' ? [span(`/${screenText(state.typing ?? '')}_  `, 'strong')] : [];
  return fitRow([...typing, ...hintRow(fleetKeysFor(view), width - rowWidth(typing))], width);
}
