import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { row, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { type DrawnLayer, withScrolling } from './drawnLayer.ts';

/**
 * Draws the question before a pause or an auto-stop, which are no stop but affect the training. The choices are always
 * in view.
 */
export function confirmLayer(
  facts: ScreenFacts,
  { layerScroll }: ScreenState,
  layer: 'pause' | 'auto',
  width: number,
  height: number,
): DrawnLayer {
  const { question, consequences } = layer === 'pause' ? pauseQuestion(facts) : autoQuestion(facts);
  const text = [
    ...wrapText(question, width, 'strong'),
    ...consequences.flatMap((line) => wrapText(line, width, 'plain', 2)),
  ];
  const cancel = span('> [n] cancel', 'selected');
  const choices = [row(), row(cancel, '  (Esc, n, Enter)'), row('  [y] yes')];
  const short = [row(cancel, '  [y] yes')];
  return withScrolling([], text, text.length + choices.length <= height ? choices : short, height, layerScroll);
}

function pauseQuestion({ paused, target }: ScreenFacts): { question: string; consequences: readonly string[] } {
  const process =
    target === null ? 'the training' : target.name === undefined ? `PID ${target.pid} and its group` : target.name;
  if (paused) return { question: 'Resume the training?', consequences: [`SIGCONT goes to ${process}.`] };
  return {
    question: 'Pause the training?',
    consequences: [
      `SIGSTOP goes to ${process}. Nothing is lost; p resumes it.`,
      'It keeps its memory, including that of the GPU: no other training can use it.',
    ],
  };
}

function autoQuestion({ armed, trainer }: ScreenFacts): { question: string; consequences: readonly string[] } {
  if (armed !== null) return { question: 'Call the planned stop off?', consequences: [armed.note] };
  const save = trainer === null ? [] : [`It saves ${trainer.habits.saves}.`];
  return {
    question: 'Stop the training by itself once the advice is to stop?',
    consequences: [
      'Then a countdown starts, during which it can be called off, and it is stopped after its next save.',
      'The keeper does this, even when no dashboard is open.',
      ...save,
    ],
  };
}
