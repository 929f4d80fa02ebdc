import type { KeyHelp } from '../../state/keys/keyBinding.ts';
import { row, type Row, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';

/** Lists the keys of the table, or those that match the filter. */
export function helpRows(bindings: readonly KeyHelp[], extra: readonly string[], width: number, filter: string): Row[] {
  const wanted = filter.toLowerCase();
  const found = bindings.filter(({ shown, does }) => `${shown} ${does}`.toLowerCase().includes(wanted));
  const notes = extra.filter((line) => line.toLowerCase().includes(wanted));
  if (found.length + notes.length === 0) return wrapText(`No key matches "${filter}".`, width, 'dim');
  const keyWidth = Math.min(16, Math.max(...bindings.map(({ shown }) => shown.length)) + 2);
  const rows: Row[] = [];
  for (const { shown, does } of found) {
    const [first, ...rest] = wrapText(does, Math.max(8, width - keyWidth));
    rows.push(row(span(shown.padEnd(keyWidth), 'key'), ...(first ?? [])));
    for (const line of rest) rows.push(row(' '.repeat(keyWidth), ...line));
  }
  if (found.length > 0 && notes.length > 0) rows.push(row());
  for (const line of notes) rows.push(...wrapText(line, width, 'dim', 2));
  return rows;
}

/** Returns as many hints as fit, by rank, in the order of the table. */
export function hintRow(bindings: readonly KeyHelp[], width: number): Row {
  const hints = bindings.flatMap(({ hint }) => (hint === undefined ? [] : [hint]));
  const order = hints.toSorted((left, right) => left.rank - right.rank);
  let room = width;
  const kept = new Set<(typeof hints)[number]>();
  for (const hint of order) {
    const length = hint.key.length + 1 + hint.label.length + 2;
    if (room + 2 < length) break;
    room -= length;
    kept.add(hint);
  }
  return hints
    .filter((hint) => kept.has(hint))
    .flatMap(({ key, label, long }, index) => {
      const said = long !== undefined && room + 2 >= long.length - label.length ? long : label;
      return row(index === 0 ? '' : '  ', span(key, 'key'), ` ${said}`);
    });
}
