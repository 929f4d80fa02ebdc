import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { row, type Row, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';

/** Draws the question for the planned length, which the log does not tell. */
export function lengthRows({ run }: ScreenFacts, { entry }: ScreenState, width: number): Row[] {
  const unit = `${run.axis}s`;
  return [
    ...wrapText(`How many ${unit} is this training to have in all?`, width, 'strong'),
    ...wrapText(
      `Its log does not say. With it there are a time left and odds; it is remembered with this training, and changes nothing of it. On the command line: --max-${unit} N.`,
      width,
    ),
    row(),
    row(span(`${unit}: ${entry}_`, 'selected'), '  Enter: take it   Esc: cancel'),
  ];
}
