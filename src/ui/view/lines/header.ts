import { firstEpochOf, progressOf } from '../../../run/selectors.ts';
import { type ScreenFacts, place, stateWord } from '../../state/facts/facts.ts';
import { row, type Row, rowWidth, span, type Span, spread } from '../../../words/terminal/row.ts';
import { screenText } from '../../../words/terminal/screenText.ts';
import { timeToEnd } from './figures.ts';
import { joined } from './status.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import type { Characters } from '../../../words/characters.ts';

/** Line 1: the training, its state and its progress, as `progressRow` has it. */
export function headerRow(facts: ScreenFacts, width: number, progress: Row): Row {
  const { run, target, trainer, silence } = facts;
  const title: Row = [span(screenText(facts.title), 'strong')];
  const room = Math.max(0, width - rowWidth(progress) - 2);
  // Most important first: the end is cut where the line is too short.
  const pieces: Row[] = [title, [stateSpan(facts)]];
  if (silence !== null) pieces.push(row(span(`silent ${duration(silence, 'compact')}`, 'watch')));
  for (const { brief } of facts.troubles) pieces.push(row(span(brief, 'watch')));
  if (target !== null) pieces.push(row(screenText(target.name ?? `pid ${target.pid}`)));
  if (trainer !== null) pieces.push(row(span(run.trainer?.name ?? trainer.title, 'dim')));
  return spread(joined(pieces, room), row('  ', ...progress), width);
}

/** `it 9002/18000 ━━━━━━╸─────── 50% ETA 1h52m`, shortened from the right as the room shrinks. */
export function progressRow(facts: ScreenFacts, width: number): Row {
  const { run, characters } = facts;
  const { unit, at, total } = place(run);
  if (at === null) return [];
  const done = progressOf(run);
  const first = firstEpochOf(run);
  const where = `${unit} ${count(first?.epoch ?? at, 'compact')}${total === null ? '' : `/${count(total, 'compact')}`}`;
  if (done === null) return row(where);
  const percent = `${Math.floor(done * 100)}%`;
  const left = timeToEnd(facts);
  const eta = left === null ? '' : ` ETA ${duration(left, 'compact')}`;
  const room = Math.max(Math.floor(width * 0.45), width - rowWidth([span(screenText(facts.title), 'plain')]) - 30);
  const end = `${percent}${eta}`;
  const length = barLengths.find((cells) => where.length + end.length + cells + 2 <= room);
  if (length !== undefined && width >= minBarTerminal)
    return row(`${where} `, ...progressBar(done, length, characters), ` ${end}`);
  return row([`${where} ${end}`, `${where} ${percent}`].find((text) => text.length <= room) ?? percent);
}

const minBarTerminal = 60;
const barLengths = [30, 22, 18, 14, 10] as const;

/** Thick as far as it is done and thin beyond, so that it can be read without colours. */
function progressBar(done: number, length: number, characters: Characters): Row {
  if (characters === 'ascii') {
    const filled = Math.floor(done * (length - 2));
    const arrow = filled < length - 2 ? '>' : '';
    return row(`[${('='.repeat(filled) + arrow).padEnd(length - 2)}]`);
  }
  const halves = Math.floor(done * length * 2);
  const thick = '━'.repeat(halves >> 1) + (halves % 2 === 0 ? '' : '╸');
  return row(span(thick, 'title'), span('─'.repeat(length - thick.length), 'dim'));
}

function stateSpan(facts: ScreenFacts): Span {
  const word = stateWord(facts);
  const bad = word.startsWith('FAILED') || word === 'DIVERGED' || word.startsWith('ENDED, STATUS');
  if (word === 'READING' && facts.readShare !== null)
    return span(`${word} ${Math.floor(facts.readShare * 100)}%`, 'strong');
  return span(word, bad ? 'stop' : word === 'STOPPING' ? 'watch' : word === 'RUNNING' ? 'go' : 'strong');
}
