import type { Member } from '../../../fleet/member.ts';
import { trainerText } from '../../../run/selectors.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import { fitRows, row, type Row, sideBySide, span } from '../../../words/terminal/row.ts';
import { screenText } from '../../../words/terminal/screenText.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import type { ListLine } from '../../state/fleet/line.ts';
import { boxed } from '../layers/box.ts';
import { labelled } from '../layers/labelled.ts';
import { courseChart, expectedOf } from './courseChart.ts';
import { bestText } from './figureTexts.ts';
import { groupText } from './groupText.ts';
import { hostText } from './listRows.ts';
import { memberWords } from './memberWords.ts';
import { overlayRows } from './overlay.ts';

/** Tells of the line at the cursor in one row or two: what is wrong with it, else its verdict in full. */
export function saidOfLine(view: FleetView, width: number, height: number): Row[] {
  const { lines, at } = view.state;
  const line = lines[at];
  if (line === undefined) return [];
  const isWrong = line.kind === 'member' ? line.member.trouble !== null : line.kind === 'host';
  return wrapText(sentenceOf(line, view), width, isWrong ? 'watch' : 'dim').slice(0, height);
}

function sentenceOf(line: ListLine, view: FleetView): string {
  switch (line.kind) {
    case 'member': {
      const { member } = line;
      const { words, why } = memberWords(member, view);
      const note = member.note === null ? '' : ` (${member.note})`;
      const runs = member.runs.length > 1 ? ` (${member.runs.length} runs)` : '';
      return member.trouble ?? `${words === '' ? '' : `${words}: `}${why}${runs}${note}`;
    }
    case 'group':
      return `${line.name}: ${groupText(line, view).join('; ')}`;
    case 'host':
      return `${line.host.name}: ${hostText(line.host)}`;
    default:
      return line satisfies never;
  }
}

/** Draws the pane about the line at the cursor, with its border: at most `height` rows of `width` cells. */
export function paneRows(view: FleetView, width: number, height: number): Row[] {
  const { state, settings } = view;
  const line = state.lines[state.at];
  const inner = { width: width - 4, height: height - 2 };
  const content = line === undefined ? [] : contentOf(line, view, inner.width, inner.height);
  const title = row(span(` ${line === undefined ? '' : titleOf(line)}`, 'title'));
  const rows = fitRows(
    content.map((cells) => row(' ', ...cells)),
    width - 2,
    inner.height,
  );
  return boxed(title, rows, width, settings.characters === 'ascii');
}

function titleOf(line: ListLine): string {
  if (line.kind === 'member') return screenText(line.member.name);
  return screenText(line.kind === 'group' ? line.name : line.host.name);
}

function contentOf(line: ListLine, view: FleetView, width: number, height: number): Row[] {
  switch (line.kind) {
    case 'member':
      return memberRows(line.member, view, width, height);
    case 'group':
      return [
        ...wrapText(groupText(line, view).join('; '), width),
        ...overlayRows(line.members, view, width, height - 1),
      ];
    case 'host':
      return wrapText(hostText(line.host), width);
    default:
      return line satisfies never;
  }
}

/** The chart above what is said of it, or beside it where the pane is wide and low. */
function memberRows(member: Member, view: FleetView, width: number, height: number): Row[] {
  const { settings } = view;
  if (width >= minSideBySide && height < minStacked) {
    const wide = Math.floor(width / 2);
    const chart = courseChart(member, settings, wide, height);
    const rest = width - wide - 2;
    const text = [...verdictRows(member, view, rest), ...factRows(member, view, rest)];
    return sideBySide([chart, chart.map(() => row('  ')), fitRows(text, rest, height)]);
  }
  const tall = Math.min(maxChart, Math.floor(height * chartShare));
  return [
    ...verdictRows(member, view, width),
    row(),
    ...courseChart(member, settings, width, tall),
    row(),
    ...factRows(member, view, width),
  ];
}

const minSideBySide = 70;
const minStacked = 24;
const maxChart = 20;
const chartShare = 0.4;

function verdictRows(member: Member, view: FleetView, width: number): Row[] {
  const { sign, words, role, why } = memberWords(member, view);
  return [
    ...(words === '' ? [] : [row(span(`${sign} ${screenText(words)}`, role))]),
    ...wrapText(why, width, 'plain').slice(0, maxWhy),
  ];
}

const maxWhy = 4;

/** Why, then the figures, then what it is. */
function factRows(member: Member, { settings }: FleetView, width: number): Row[] {
  const { verdict, position, elapsed, eta, gpu, save, trouble, tags, note } = member;
  const forecast = expectedOf(member);
  const figure = (value: number) => metricText(value, settings.mapUnit);
  const rows: Row[] = trouble === null ? [] : wrapText(trouble, width, 'watch');
  for (const reason of verdict?.reasons ?? []) rows.push(...wrapText(`+ ${reason}`, width, 'plain', 2));
  if (rows.length > 0) rows.push(row());
  const add = (label: string, text: string | null) => {
    if (text !== null && text !== '') rows.push(...labelled(label, text, width));
  };
  const place = position.at === null ? null : `${position.unit} ${count(position.at)}`;
  const planned = position.planned === null ? '' : ` of ${count(position.planned)}`;
  const times = [
    ...(eta === null || !member.isLive ? [] : [`${duration(eta)} left`]),
    ...(elapsed === null || elapsed === 0 ? [] : [`${duration(elapsed)} so far`]),
  ];
  add('progress', place === null ? null : [`${place}${planned}`, ...times].join(', '));
  add('best', bestText(member, settings.mapUnit));
  add(
    'expected',
    forecast === null
      ? null
      : `${figure(forecast.mid)} at the end (${figure(forecast.low)} to ${figure(forecast.high)})`,
  );
  add('saved', save === null ? null : `${save.path}${save.at === null ? '' : ` (${position.unit} ${count(save.at)})`}`);
  const use = gpu?.utilisation ?? null;
  add('GPU', gpu === null ? null : `${gpu.count} ${use === null ? '' : `at ${Math.round(use * 100)} %`}`);
  add('trainer', member.trainer === null ? null : trainerText(member.trainer));
  add('runs on', [member.host, member.job === null ? null : `job ${member.job.id}`].filter(Boolean).join(', '));
  add('command', member.command.join(' '));
  add('in', member.cwd);
  add('runs', member.runs.length > 1 ? `${member.runs.length}: ${member.runs.join(', ')}` : null);
  add('tags', tags.join(' '));
  add('note', note);
  return rows;
}
