import { sparkline } from './charts/plots.ts';
import { robustScale } from './charts/scale.ts';
import { fitRow, fitRows, row, type Row, span } from './text/row.ts';
import { displayWidth, fitText, screenText } from './text/screenText.ts';

/** One training of the list, in words that are ready to be shown. */
export interface ListedEntry {
  readonly id: string;
  readonly name: string;
  /** `running`, `stopped (SIGINT)` ... */
  readonly state: string;
  readonly isRunning: boolean;
  readonly progress: string;
  readonly best: string;
  /** The mAP, oldest first. */
  readonly curve: readonly number[];
  readonly started: string;
  /** The verdict in one line. */
  readonly verdict: string;
}

/** The list of trainings with the marked one in view, its verdict below. Exactly `height` rows of exactly `width` cells. */
export function listRows(
  entries: readonly ListedEntry[],
  marked: number,
  problem: string | null,
  width: number,
  height: number,
): Row[] {
  const room = Math.max(1, height - (height >= 4 ? 3 : 0));
  const from = Math.max(0, Math.min(marked - (room >> 1), entries.length - room));
  const columns = shownColumns(entries, width);
  const rows = entries
    .slice(from, from + room)
    .map((entry, index) => entryRow(entry, from + index === marked, columns));
  if (height < 4) return fitRows(rows, width, height);
  const heading = row(span(`  ${columns.map(({ title, width: wide }) => title.padEnd(wide)).join('  ')}`, 'title'));
  const said = problem ?? entries[marked]?.verdict ?? '';
  return [
    fitRow(heading, width),
    ...fitRows(rows, width, room),
    fitRow(row(span(screenText(said), problem === null ? 'dim' : 'watch')), width),
    fitRow(row(span('Enter', 'key'), ' open  ', span('up down', 'key'), ' choose  ', span('q', 'key'), ' quit'), width),
  ];
}

interface Column {
  readonly title: string;
  readonly text: (entry: ListedEntry) => string;
  readonly width: number;
}

/** The columns that fit, wanted most first in the order of dropping, in the order in which they stand. */
function shownColumns(entries: readonly ListedEntry[], width: number): Column[] {
  const all = columns.map(({ title, text, most }) => ({
    title,
    text,
    width: Math.max(
      title.length,
      Math.min(most, Math.max(0, ...entries.map((entry) => displayWidth(screenText(text(entry)))))),
    ),
  }));
  let shown = all;
  for (const title of dropOrder) {
    const needed = shown.reduce((sum, column) => sum + column.width + 2, 2);
    if (needed <= width) break;
    shown = shown.filter((column) => column.title !== title);
  }
  return shown;
}

function entryRow(entry: ListedEntry, isMarked: boolean, shown: readonly Column[]): Row {
  const cells = shown.map(({ text, width }) => fitText(screenText(text(entry)), width));
  const role = isMarked ? 'selected' : entry.isRunning ? 'strong' : 'plain';
  return row(span(isMarked ? '> ' : '  ', 'focus'), span(cells.join('  '), role));
}

const columns = [
  { title: 'TRAINING', text: ({ name }: ListedEntry) => name, most: 28 },
  { title: 'STATE', text: ({ state }: ListedEntry) => state, most: 18 },
  { title: 'PROGRESS', text: ({ progress }: ListedEntry) => progress, most: 24 },
  { title: 'BEST', text: ({ best }: ListedEntry) => best, most: 16 },
  { title: 'MAP', text: ({ curve }: ListedEntry) => curveText(curve), most: 16 },
  { title: 'STARTED', text: ({ started }: ListedEntry) => started, most: 16 },
  { title: 'ID', text: ({ id }: ListedEntry) => id, most: 40 },
] as const;

const dropOrder = ['ID', 'STARTED', 'MAP', 'PROGRESS', 'BEST', 'STATE'] as const;

function curveText(curve: readonly number[]): string {
  const newest = Float64Array.from(curve.slice(-16));
  return sparkline(newest, robustScale(Array.from(newest)), 'box');
}
