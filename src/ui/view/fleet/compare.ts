import { settingsDifference } from '../../../fleet/settingsDifference.ts';
import type { Member } from '../../../fleet/member.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import { fitRow, row, type Row, span } from '../../../words/terminal/row.ts';
import { displayWidth, fitText, screenText } from '../../../words/terminal/screenText.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import { faceOf, overlaidCourses } from './courseChart.ts';
import { bestTitle, placeText } from './figureTexts.ts';
import { memberWords } from './memberWords.ts';

/** Draws trainings side by side: a table, in what their commands differ, and their mAP in one chart. */
export function compareRows(members: readonly Member[], view: FleetView, width: number, height: number): Row[] {
  const rows = [...tableRows(members, view, width), ...differenceRows(members, width)];
  const room = height - rows.length - 1;
  if (room < minChart) return rows;
  return [...rows, row(), ...overlaidCourses(members, view.settings, width, room)];
}

/** Rows in which something of a chart is seen. */
const minChart = 6;

const heading = ['', 'TRAINING', 'MACHINE', 'AT', 'BEST', 'TIME', 'VERDICT'] as const;

function tableRows(members: readonly Member[], view: FleetView, width: number): Row[] {
  const cells = members.map((member, index) => [
    faceOf(index).letter,
    screenText(member.name),
    screenText(member.host),
    placeText(member.position),
    bestCell(member, view),
    member.elapsed === null || member.elapsed === 0 ? '-' : duration(member.elapsed),
    screenText(memberWords(member, view).words),
  ]);
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...cells.map((texts) => displayWidth(texts[column]!))),
  );
  const line = (texts: readonly string[]) => texts.map((text, column) => fitText(text, widths[column]!)).join('  ');
  return [
    fitRow(row(span(line(heading), 'title')), width),
    ...cells.map((texts, index) => {
      const text = line(texts);
      return fitRow(row(span(text.slice(0, 1), faceOf(index).role), text.slice(1)), width);
    }),
  ];
}

function bestCell(member: Member, { settings }: FleetView): string {
  const top = member.metric.best;
  return top === null ? '-' : `${bestTitle(member)} ${metricText(top.value, settings.mapUnit)} at ${count(top.at)}`;
}

/** The settings in which their commands differ, and what each of them sets. */
function differenceRows(members: readonly Member[], width: number): Row[] {
  const differences = settingsDifference(members.map(({ name, command }) => ({ name, command, dumped: new Map() })));
  if (differences.length === 0) return [row(span('Their commands set the same.', 'dim'))];
  return [
    row(span('what differs', 'title')),
    ...differences.flatMap(({ setting, values }) => {
      const each = values.map((value, index) => `${faceOf(index).letter} ${value ?? '-'}`);
      return wrapText(`${setting}: ${each.join('  ')}`, width, 'plain', 2);
    }),
  ];
}
