import { isOver } from '../state/facts/facts.ts';
import { bindingsFor, contextOf } from '../state/keys/bindings.ts';
import type { KeyBinding } from '../state/keys/keyBinding.ts';
import { drawLayer, layerRoom, layerTitles } from './layers/layers.ts';
import type { Band, Column } from '../state/layout/bands.ts';
import { type Layout, minTerminal } from '../state/layout/layout.ts';
import { bannerRows } from './lines/banner.ts';
import { compactRows } from './lines/compact.ts';
import { headerRow, progressRow } from './lines/header.ts';
import { boxed, laidOver } from './layers/box.ts';
import { hintRow } from './layers/help.ts';
import { drawPane } from './panes/index.ts';
import type { TableView } from './panes/pane.ts';
import { fewRows, statusRow } from './lines/status.ts';
import { asciiRow } from '../../words/terminal/asciiText.ts';
import {
  harmlessRow,
  sideBySide,
  fitRow,
  fitRows,
  plainText,
  row,
  type Row,
  rowWidth,
  span,
} from '../../words/terminal/row.ts';
import { wrapText } from '../../words/terminal/wrap.ts';
import { screenText } from '../../words/terminal/screenText.ts';
import type { View } from '../state/view.ts';
import { currentLayout, isVisible, withVisibleFocus } from '../state/layout/wantedPanes.ts';
import type { Characters } from '../../words/characters.ts';
import { paneKeys, paneTitles, type PaneName } from '../state/panes.ts';

/**
 * A whole screen: one row less than the terminal has, each exactly as wide, and tables to be drawn over blank places.
 */
export interface Frame {
  readonly rows: readonly Row[];
  readonly tables: readonly PlacedTable[];
}

export interface PlacedTable {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly table: TableView;
}

/** Draws the screen. Pure: the same view gives the same frame. */
export function composeFrame(seen: View): Frame {
  const view = withVisibleFocus(seen);
  const { facts, state } = view;
  const layout = currentLayout(facts, state);
  const { width, height } = layout;
  if (layout.kind === 'line') return lineFrame(view, layout);
  const body = withLayer(view, drawBody(view, layout), layout);
  const progress = progressRow(facts, width);
  const rows = [
    headerRow(facts, width, progress),
    ...bannerRows(facts, state, width, pressPieces(view)),
    ...fitRows(body.rows, width, layout.bodyRows),
  ];
  if (layout.statusRow) {
    const eta = plainText(progress).includes('ETA');
    rows.push(statusRow(facts, width, { eta, machine: isVisible(facts, state, 'machine') }));
  }
  rows.push(closingRow(view, width));
  return { rows: settled(rows, width, height, facts.characters), tables: body.tables };
}

/** A few lines cannot tell what a stop would cost, so the dialog asks for a larger terminal. */
function lineFrame({ facts, state }: View, { width, height }: Layout): Frame {
  const needs = `needs ${minTerminal.columns}x${minTerminal.rows}`;
  const few = state.layer === null ? fewRows(facts, width, height, needs) : [row(`${state.layer} ${needs}, n: back`)];
  const said = state.notice === null ? [] : wrapText(state.notice, width, 'watch').slice(0, height);
  const rows = [...few.slice(0, height - said.length), ...said];
  return { rows: settled(rows, width, height, facts.characters), tables: [] };
}

/** Returns exactly `height` rows of exactly `width` cells, in the characters that the terminal can show. */
function settled(rows: readonly Row[], width: number, height: number, characters: Characters): Row[] {
  return fitRows((characters === 'ascii' ? rows.map(asciiRow) : rows).map(harmlessRow), width, height);
}

function drawBody(view: View, layout: Layout): Frame {
  const { facts, state } = view;
  const { width, bodyRows } = layout;
  const top = 1 + layout.bannerRows;
  if (state.full !== null) {
    return framedPane(view, state.full, width, bodyRows, layout.bordered, { left: 0, top });
  }
  if (layout.kind === 'compact') return { rows: compactRows(facts, state, width, bodyRows), tables: [] };
  if (layout.bands.length === 0)
    return { rows: [row(span('All panes are off: 1 to 9 show them.', 'dim'))], tables: [] };
  const rows: Row[] = [];
  const tables: PlacedTable[] = [];
  for (const band of layout.bands) {
    const drawn = drawBand(view, band, layout.bordered, top + rows.length);
    rows.push(...drawn.rows);
    tables.push(...drawn.tables);
  }
  return { rows, tables };
}

function drawBand(view: View, { columns }: Band, bordered: boolean, top: number): Frame {
  const drawn: Frame[] = [];
  let left = 0;
  for (const column of columns) {
    drawn.push(drawColumn(view, column, bordered, { left, top }));
    left += column.width;
  }
  return { rows: sideBySide(drawn.map(({ rows }) => rows)), tables: drawn.flatMap(({ tables }) => tables) };
}

function drawColumn(view: View, { width, panes }: Column, bordered: boolean, { left, top }: Place): Frame {
  const rows: Row[] = [];
  const tables: PlacedTable[] = [];
  for (const { name, height } of panes) {
    const drawn = framedPane(view, name, width, height, bordered, { left, top: top + rows.length });
    rows.push(...drawn.rows);
    tables.push(...drawn.tables);
  }
  return { rows, tables };
}

/** The upper left cell of something on the screen. */
interface Place {
  readonly left: number;
  readonly top: number;
}

/** Draws a pane with its title, in a border where there is room for one. */
function framedPane(view: View, name: PaneName, width: number, height: number, bordered: boolean, at: Place): Frame {
  const { facts, state } = view;
  const inner = bordered ? { width: width - 2, height: height - 2 } : { width: width - 1, height: height - 1 };
  const drawn = drawPane(name, facts, state, inner.width, inner.height);
  const hidden = name === 'log' ? [] : hiddenRows(drawn.length, inner.height);
  const title = row(...titleRow(name, drawn.title, state.focus === name), ...hidden);
  const content = fitRows(drawn.rows, Math.max(0, inner.width), Math.max(0, inner.height));
  const table = drawn.table;
  const offset = bordered ? 1 : 0;
  const tables =
    table === undefined
      ? []
      : [{ left: at.left + offset, top: at.top + 1, width: inner.width, height: inner.height, table }];
  if (!bordered) return { rows: [fitRow(title, width), ...content.map((cells) => fitRow(cells, width))], tables };
  return { rows: boxed(title, content, width, facts.characters === 'ascii'), tables };
}

/** The remark on content that has more rows than fit. */
function hiddenRows(length: number, height: number): Row {
  return length <= height || height < 1 ? [] : [span(`  ${height} of ${length} rows`, 'dim')];
}

function titleRow(name: PaneName, rest: Row, focused: boolean): Row {
  const named = span(`${focused ? '>' : ' '}${paneKeys[name]} ${paneTitles[name]}`, focused ? 'focus' : 'title');
  return rowWidth(rest) === 0 ? [named] : row(named, ' ', ...rest);
}

/** Lays the open layer over the body as a box that is as high as its content; the panes around it go on changing. */
function withLayer(view: View, body: Frame, layout: Layout): Frame {
  const { layer } = view.state;
  if (layer === null) return body;
  const room = layerRoom(layout);
  const drawn = drawLayer(view, layer, room.width, room.height);
  const hidden = drawn.reach > 0 ? [span(`  arrows: ${drawn.reach} more rows`, 'dim')] : [];
  const title = row(span(` ${layerTitles[layer]}`, 'focus'), ...hidden);
  const under = fitRows(body.rows, layout.width, layout.bodyRows);
  const { rows, top, height } = laidOver(
    under,
    { title, content: drawn.rows, room },
    view.facts.characters === 'ascii',
  );
  // A table is drawn over the rows, and would lie over the box too.
  const from = 1 + layout.bannerRows + top;
  return {
    rows,
    tables: body.tables.filter((table) => table.top + table.height <= from || table.top >= from + height),
  };
}

/** Returns the keys at the right of the banner, most important first. */
function pressPieces(view: View): Row[] {
  const { facts, state } = view;
  if (state.layer !== null || state.typing !== null) return [];
  const wanted = [facts.armed === null ? 's' : 'u', 'w', ...(state.columns >= wideBanner ? ['z', 'd'] : [])];
  const pressed = offers(view).filter(({ keys }) =>
    wanted.some((key) => keys.includes(key) && (key === 'w' || !isOver(facts))),
  );
  return pressed.flatMap(({ hint }) => (hint === undefined ? [] : [row(span(hint.key, 'key'), ` ${hint.label}`)]));
}

/** From this width on the banner names the keys that snooze and dismiss the verdict. */
const wideBanner = 100;

/** Returns the keys that the hints name now. */
function offers(view: View): KeyBinding[] {
  return bindingsFor(view).filter(({ offered }) => offered === undefined || offered(view.facts));
}

/** Draws the last row: the notice, else the keys. */
function closingRow(view: View, width: number): Row {
  const { state } = view;
  // What was said of a stop is over with the training.
  const isOld = view.facts.exit !== null && state.notice === state.said?.text;
  if (state.notice !== null && !isOld) return fitRow(row(span(screenText(state.notice), 'watch')), width);
  const flags = state.frozen ? [span('FROZEN (space)', 'watch'), span('  ', 'plain')] : [];
  const typing = contextOf(state) === 'filter' ? [span(`/${screenText(state.typing ?? '')}_  `, 'strong')] : [];
  const begin = [...flags, ...typing];
  return fitRow([...begin, ...hintRow(offers(view), width - rowWidth(begin))], width);
}
