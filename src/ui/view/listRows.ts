import { asciiRow } from '../../words/terminal/asciiText.ts';
import { fitRow, fitRows, harmlessRow, type Role, row, type Row, span } from '../../words/terminal/row.ts';
import { displayWidth, fitText, screenText } from '../../words/terminal/screenText.ts';
import type { Characters } from '../../words/characters.ts';
import { sparkline } from '../../words/sparkline.ts';
import type { ListedEntry } from '../state/runList.ts';

/**
 * Draws the list of trainings with the marked one in view, its verdict below: exactly `height` rows of exactly `width`
 * cells.
 */
export function listRows(
  entries: readonly ListedEntry[],
  marked: number,
  problem: string | null,
  { width, height, characters }: ListSize,
): Row[] {
  const rows = rowsOf(entries, marked, problem, { width, height, characters }).map(harmlessRow);
  return characters === 'ascii' ? rows.map(asciiRow) : rows;
}

/** The size and the characters of the list. */
export interface ListSize {
  readonly width: number;
  readonly height: number;
  readonly characters: Characters;
}

function rowsOf(
  entries: readonly ListedEntry[],
  marked: number,
  problem: string | null,
  { width, height, characters }: ListSize,
): Row[] {
  const room = Math.max(1, height - (height >= 4 ? 3 : 0));
  const from = Math.max(0, Math.min(marked - (room >> 1), entries.length - room));
  const columns = shownColumns(entries, width, characters);
  const rows = entries
    .slice(from, from + room)
    .map((entry, index) => entryRow(entry, from + index === marked, columns, characters));
  if (height < 4) return fitRows(rows, width, height);
  const heading = row(span(`  ${columns.map(({ title, width: wide }) => title.padEnd(wide)).join('  ')}`, 'title'));
  const trouble = problem ?? entries[marked]?.trouble ?? null;
  const said = trouble ?? entries[marked]?.verdict ?? '';
  return [
    fitRow(heading, width),
    ...fitRows(rows, width, room),
    fitRow(row(span(screenText(said), trouble === null ? 'dim' : 'watch')), width),
    fitRow(row(span('Enter', 'key'), ' open  ', span('up down', 'key'), ' choose  ', span('q', 'key'), ' quit'), width),
  ];
}

interface Column {
  readonly title: string;
  readonly text: (entry: ListedEntry, characters: Characters) => string;
  /** Null for that of the row. A sparkline keeps its own: it would be inverted in the colours of the marked row. */
  readonly role: Role | null;
  readonly width: number;
}

/** Returns the columns that fit: drops them in `dropOrder`. */
function shownColumns(entries: readonly ListedEntry[], width: number, characters: Characters): Column[] {
  const all = columns.map(({ title, text, maxWidth, role }) => ({
    title,
    text,
    role,
    width: Math.max(
      title.length,
      Math.min(maxWidth, Math.max(0, ...entries.map((entry) => displayWidth(screenText(text(entry, characters)))))),
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

function entryRow(entry: ListedEntry, isMarked: boolean, shown: readonly Column[], characters: Characters): Row {
  const ofRow = isMarked ? 'selected' : entry.isRunning ? 'strong' : 'plain';
  const cells = shown.flatMap(({ text, width, role }, index) => [
    ...(index === 0 ? [] : [span('  ', role === null ? ofRow : 'plain')]),
    span(fitText(screenText(text(entry, characters)), width), role ?? ofRow),
  ]);
  return row(span(isMarked ? '> ' : '  ', 'focus'), ...cells);
}

const courseCells = 16;

const columns = [
  { title: 'TRAINING', text: ({ name }: ListedEntry) => name, role: null, maxWidth: 28 },
  {
    title: 'STATE',
    text: ({ state, trouble }: ListedEntry) => (trouble === null ? state : `${state} !`),
    role: null,
    maxWidth: 18,
  },
  { title: 'PROGRESS', text: ({ progress }: ListedEntry) => progress, role: null, maxWidth: 24 },
  { title: 'BEST', text: ({ best }: ListedEntry) => best, role: null, maxWidth: 16 },
  {
    title: 'mAP',
    text: ({ curve }: ListedEntry, characters: Characters) => curveText(curve, characters),
    role: 'map',
    maxWidth: courseCells,
  },
  { title: 'STARTED', text: ({ started }: ListedEntry) => started, role: null, maxWidth: 16 },
  { title: 'ID', text: ({ id }: ListedEntry) => id, role: null, maxWidth: 40 },
] as const;

const dropOrder = ['ID', 'STARTED', 'mAP', 'PROGRESS', 'BEST', 'STATE'] as const;

/** Draws the whole curve between its lowest and its highest value. */
function curveText(curve: readonly number[], characters: Characters): string {
  return sparkline(curve, courseCells, characters);
}
