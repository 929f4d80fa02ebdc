import { row, type Row, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';

/** A text of any length with its label before it, in a column of its own where there is room. */
export function labelled(label: string, text: string, width: number, role: 'plain' | 'dim' | 'watch' = 'plain'): Row[] {
  if (width < minLabelled) return wrapText(label === '' ? text : `${label}: ${text}`, width, role, 2);
  const [first = [], ...rest] = wrapText(text, width - labelWidth, role);
  const indent = ' '.repeat(labelWidth);
  return [row(span(label.padEnd(labelWidth), 'title'), ...first), ...rest.map((cells) => row(indent, ...cells))];
}

const labelWidth = 12;
/** In fewer cells labels have no column of their own. */
const minLabelled = 50;
