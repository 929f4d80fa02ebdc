import type { FleetHost } from '../../../fleet/fleetHost.ts';
import { clockTime } from '../../../words/dateTime.ts';
import { counted } from '../../../words/count.ts';
import { fitRow, row, type Role, type Row, rowWidth, span, type Span } from '../../../words/terminal/row.ts';
import { displayWidth, elideText, fitText, screenText } from '../../../words/terminal/screenText.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import type { GroupLine, ListLine } from '../../state/fleet/line.ts';
import { cellText, columnsFor, type FleetColumn, gap } from './columns.ts';
import { groupText } from './groupText.ts';
import { isPast, memberWords } from './memberWords.ts';

/** Draws the heading of the list. */
export function headingRow(view: FleetView, width: number): Row {
  const cells = columnsFor(view, width - leadWidth).map(({ title, width: wide, isRight }) =>
    fitted(title, wide, isRight),
  );
  return fitRow(row(span(' '.repeat(leadWidth) + cells.join(' '.repeat(gap)), 'title')), width);
}

/** Draws the lines that are in view, and nothing for the others: at most `height` rows of `width` cells. */
export function lineRows(view: FleetView, width: number, height: number): Row[] {
  const { lines, top, at } = view.state;
  const columns = columnsFor(view, width - leadWidth);
  return lines
    .slice(top, top + height)
    .map((line, index) => fitRow(lineRow(line, top + index === at, view, columns, width), width));
}

/** The cursor, the mark, the sign and a space. */
const leadWidth = 4;

function lineRow(
  line: ListLine,
  isAtCursor: boolean,
  view: FleetView,
  columns: readonly FleetColumn[],
  width: number,
): Row {
  const cursor = span(isAtCursor ? '>' : ' ', 'focus');
  switch (line.kind) {
    case 'member':
      return memberRow(line, cursor, isAtCursor, view, columns);
    case 'group':
      return groupRow(line, cursor, isAtCursor, view, width);
    case 'host':
      return hostRow(line.host, cursor, isAtCursor, columns);
    default:
      return line satisfies never;
  }
}

function memberRow(
  { member, isIndented }: Extract<ListLine, { kind: 'member' }>,
  cursor: Span,
  isAtCursor: boolean,
  view: FleetView,
  columns: readonly FleetColumn[],
): Row {
  const { state } = view;
  const { sign, words, role, why } = memberWords(member, view);
  const past = isPast(member, state.asked);
  const ofRow: Role = isAtCursor ? 'selected' : past ? 'dim' : member.isLive ? 'strong' : 'plain';
  const ofText: Role = isAtCursor ? 'selected' : past ? 'dim' : 'plain';
  const mark = span(state.marked.has(member.key) ? '*' : ' ', 'mark');
  const cells = columns.flatMap((column, index): Span[] => {
    const before =
      index === 0 ? [] : [span(' '.repeat(gap), ofText === 'selected' && column.role === null ? 'selected' : 'plain')];
    if (column.name === 'verdict') return [...before, ...verdictCell(words, why, role, ofText, column.width)];
    const text = cellText(column.name, member, view, column.width);
    const indented = column.name === 'name' && isIndented ? `  ${text}` : text;
    const own = column.role === null || past ? (column.name === 'name' ? ofRow : ofText) : column.role;
    return [...before, span(fitted(indented, column.width, column.isRight), own)];
  });
  return row(cursor, mark, span(`${sign} `, past ? 'dim' : signRole(sign, role)), ...cells);
}

/** The words in their own colour, then why, as far as there is room. */
function verdictCell(words: string, why: string, role: Role, ofText: Role, width: number): Span[] {
  const said = elideText(screenText(words), width);
  const left = width - displayWidth(said) - (said === '' ? 0 : 1);
  const reason = left < minReason ? '' : fitText(screenText(why), left);
  const space = ' '.repeat(width - displayWidth(said) - displayWidth(reason));
  const rest = said === '' ? `${reason}${space}` : `${space}${reason}`;
  return [span(said, role), span(reason === '' ? ' '.repeat(width - displayWidth(said)) : rest, ofText)];
}

/** In fewer cells nothing is told of the reason. */
const minReason = 4;

/** A sign has the colour of its words without their ground. */
function signRole(sign: string, role: Role): Role {
  if (role === 'stop') return 'fault';
  return role === 'may-stop' ? 'watch' : sign === '·' ? 'dim' : role;
}

function groupRow(line: GroupLine, cursor: Span, isAtCursor: boolean, view: FleetView, width: number): Row {
  const { state } = view;
  const sign = state.isGrouped ? (line.isFolded ? '+' : '-') : ' ';
  const isMarked = line.members.every(({ key }) => state.marked.has(key));
  const lead = row(cursor, span(isMarked ? '*' : ' ', 'mark'), span(`${sign} `, 'title'));
  const name = span(elideText(screenText(line.name), maxGroupName), isAtCursor ? 'selected' : 'title');
  const pieces = groupText(line, view).map((text) => screenText(text));
  const cells: Span[] = [name];
  let left = width - rowWidth(lead) - displayWidth(name.text);
  for (const piece of pieces) {
    const needed = displayWidth(piece) + pieceGap.length;
    if (needed > left) break;
    cells.push(span(pieceGap, isAtCursor ? 'selected' : 'plain'), span(piece, isAtCursor ? 'selected' : 'plain'));
    left -= needed;
  }
  return row(...lead, ...cells);
}

const maxGroupName = 24;
const pieceGap = '   ';

/** `gpu4   away since 14:02 (no answer); 3 trainings`, under the names and verdicts of trainings. */
function hostRow(host: FleetHost, cursor: Span, isAtCursor: boolean, columns: readonly FleetColumn[]): Row {
  const [first, second] = columns;
  const hasMachines = first?.name === 'machine';
  const name = fitText(screenText(host.name), (hasMachines ? first : second)?.width ?? displayWidth(host.name));
  const isNeeding = host.state === 'unusable';
  const said = isAtCursor ? 'selected' : isNeeding ? 'watch' : 'dim';
  return row(
    cursor,
    ' ',
    span(isNeeding ? '! ' : '· ', isNeeding ? 'watch' : 'dim'),
    span(name, said),
    span(`${' '.repeat(gap)}${screenText(hostText(host))}`, said),
  );
}

/** Says how it stands with a machine: `away since 14:02 (no answer); 3 trainings`. */
export function hostText({ state, since, problem, remedy, members }: FleetHost): string {
  const trainings = members === 0 ? '' : `; ${counted(members, 'training')}`;
  switch (state) {
    case 'connecting':
      return 'connecting ...';
    case 'live':
      return counted(members, 'training');
    case 'away':
      return `away since ${clockTime(since)}${problem === null ? '' : ` (${brief(problem)})`}${trainings}`;
    case 'unusable':
      return `${problem === null ? 'cannot be used' : brief(problem)}${remedy === null ? '' : `: ${remedy}`}${trainings}`;
    default:
      return state satisfies never;
  }
}

/** A sentence as a clause. */
function brief(problem: string): string {
  return problem.replace(/\.$/, '');
}

function fitted(text: string, width: number, isRight: boolean): string {
  if (!isRight) return fitText(text, width);
  const cut = elideText(text, width);
  return ' '.repeat(Math.max(0, width - displayWidth(cut))) + cut;
}
