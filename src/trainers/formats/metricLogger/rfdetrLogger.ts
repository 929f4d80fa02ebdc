import { ascii, endsWith, indexOf } from '../../../log/formats/fields.ts';
import type { Line } from '../../../log/lines/line.ts';

/**
 * The line without what RF-DETR's logger puts before it since 1.4: `[2026-03-20 02:28:48] [INFO] rf-detr - `, or
 * another form with the level before the name. Null when that logger did not write the line. Source:
 * rfdetr/util/logger.py.
 */
export function rfdetrMessage(line: Line): Line | null {
  const at = indexOf(line, name);
  if (at === -1 || !levels.some((level) => endsWith({ ...line, end: at }, level))) return null;
  const start = at + name.length;
  const { bytes, end } = line;
  return { ...line, start, text: () => bytes.toString('utf8', start, end) };
}

const name = ascii(' rf-detr - ');
const levels = ['INFO', 'WARNING', 'ERROR', 'DEBUG'].flatMap((level) => [ascii(level), ascii(`${level}]`)]);
