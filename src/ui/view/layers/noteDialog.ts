import type { ScreenState } from '../../state/state.ts';
import { row, type Row } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';

/** Draws the note on a training while it is written. */
export function noteRows({ entry }: ScreenState, width: number): Row[] {
  return [
    ...wrapText('What is to be remembered of this training? It is kept with it, and shown in lists.', width, 'strong'),
    row(),
    ...wrapText(`${entry}_`, width, 'selected'),
    row(),
    ...wrapText('Enter: keep it   ^U: delete all   Esc: cancel', width),
  ];
}
