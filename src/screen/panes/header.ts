import { lastPoint } from '../../run/series.ts';
import { imagesPerSecond, progressOf, timeLeft } from '../../run/selectors.ts';
import { asideText, isAside } from '../aside.ts';
import { type Facts, inPercent, isOver, place, stateWord } from '../facts.ts';
import { count, duration, fraction, number } from '../text/format.ts';
import { cutRow, fitRow, plainText, row, type Row, rowWidth, span, type Span, spread, wrapText } from '../text/row.ts';
import { screenText } from '../text/screenText.ts';
import type { ScreenState } from '../state.ts';
import { armedText } from './stopCosts.ts';
import { face, verdictWords } from './verdict.ts';

/** Line 1: which training this is, how it is, and how far it has come. */
export function headerRow(facts: Facts, width: number): Row {
  const { run, target, trainer, silence } = facts;
  const title: Row = [span(screenText(facts.title), 'strong')];
  const most = Math.floor(width * 0.45);
  const progress = progressRow(facts, Math.max(most, width - rowWidth(title) - 30), width >= 60);
  const room = Math.max(0, width - rowWidth(progress) - 2);
  const state: Row = [stateSpan(facts)];
  // What matters most comes first, so that it is what stays when the line is too short.
  const pieces = [title, state];
  if (silence !== null) pieces.push(row(span(`silent ${duration(silence)}`, 'watch')));
  if (target !== null) pieces.push(row(`pid ${target.pid}`));
  if (trainer !== null) pieces.push(row(span(run.trainer?.name ?? trainer.title, 'dim')));
  return spread(joined(pieces, room), row('  ', ...progress), width);
}

/**
 * Lines 2 and 3, which never scroll away: the verdict with its strongest evidence, and what to do about it. In one row the headline follows the
 * sign and the word as far as there is room.
 */
export function bannerRows(facts: Facts, state: ScreenState, width: number, rows: number, keys: Row): Row[] {
  const { verdict } = facts;
  const aside = isAside(facts, state);
  const sign = aside ? span(`- ${verdictWords[verdict.name]}`, 'dim') : face(facts);
  const lead = rowWidth([sign]) + 2;
  if (rows <= 1) return [fitRow(row(sign, `  ${screenText(verdict.headline)}`), width)];
  // What does not fit into the first line is worth more than the advice in the second.
  const [begin, ...more] = wrapText(verdict.headline, Math.max(1, width - lead)).map(plainText);
  const second =
    facts.armed !== null
      ? armedText(facts.armed, facts.armedEndsIn)
      : aside
        ? asideText(facts, state)
        : more.length > 0
          ? more.join(' ')
          : (verdict.todo[0] ?? verdict.meaning);
  return [
    fitRow(row(sign, `  ${begin ?? ''}`), width),
    spread(row(`  ${firstLine(screenText(second), width - 4 - rowWidth(keys))}`), row('  ', ...keys), width),
  ];
}

/** As many whole words as fit. */
function firstLine(text: string, width: number): string {
  return plainText(wrapText(text, Math.max(1, width))[0] ?? []);
}

/** The figures people look for, most wanted first; what does not fit is left out whole. */
export function statusRow(facts: Facts, width: number): Row {
  return joined(statusPieces(facts), width);
}

/** One line for a terminal that is too small for anything else. */
export function lineRow(facts: Facts, width: number, needs: string): Row {
  const { run } = facts;
  const done = progressOf(run);
  const pieces: Row[] = [[face(facts)]];
  if (done !== null) pieces.push(row(`${Math.floor(done * 100)}%`));
  if (run.best !== null) pieces.push(row(`mAP ${fraction(run.best.value, inPercent(facts))}`));
  if (run.loss !== null) pieces.push(row(`loss ${number(run.loss.last)}`));
  pieces.push(row(span(needs, 'dim')));
  return joined(pieces, width);
}

function statusPieces(facts: Facts): Row[] {
  const { run } = facts;
  const { unit, at, total } = place(run);
  const pieces: Row[] = [];
  if (at !== null) pieces.push(row(`${unit} ${count(at)}${total === null ? '' : `/${count(total)}`}`));
  if (run.elapsed > 0) pieces.push(row(`elapsed ${duration(run.elapsed)}`));
  const left = timeLeft(run);
  if (left !== null && !isOver(facts)) pieces.push(row(`ETA ${duration(left)}`));
  const rate = imagesPerSecond(run);
  if (rate !== null) pieces.push(row(`${number(rate)} images/s`));
  if (run.learningRate !== null) pieces.push(row(`lr ${number(run.learningRate)}`));
  const iou = run.series.get('iou');
  const last = iou === undefined ? null : lastPoint(iou);
  if (last !== null) pieces.push(row(`IoU ${fraction(last.y, false)}`));
  if (run.loss !== null) pieces.push(row(`loss ${number(run.loss.last)}`));
  if (run.images !== null) pieces.push(row(`${count(run.images)} images`));
  if (pieces.length === 0) pieces.push(row(span(`${count(run.lines)} lines read`, 'dim')));
  return pieces;
}

/** Pieces two cells apart, as many of the first ones as fit; the very first is cut when it must be. */
function joined(pieces: readonly Row[], width: number): Row {
  const out: Span[] = [...cutRow(pieces[0] ?? [], width)];
  for (const piece of pieces.slice(1)) {
    if (rowWidth(out) + 2 + rowWidth(piece) > width) break;
    out.push(span('  ', 'plain'), ...piece);
  }
  return fitRow(out, width);
}

function stateSpan(facts: Facts): Span {
  const word = stateWord(facts);
  const bad = word.startsWith('FAILED') || word === 'DIVERGED' || word.startsWith('ENDED, STATUS');
  return span(word, bad ? 'stop' : word === 'STOPPING' ? 'watch' : word === 'RUNNING' ? 'go' : 'strong');
}

/** `it 9002/18000 [=====>     ] 50% ETA 1h52m`, shortened from the right as the room shrinks. */
function progressRow(facts: Facts, room: number, bar: boolean): Row {
  const { run } = facts;
  const { unit, at, total } = place(run);
  if (at === null) return [];
  const done = progressOf(run);
  const where = `${unit} ${count(at)}${total === null ? '' : `/${count(total)}`}`;
  if (done === null) return row(where);
  const percent = `${Math.floor(done * 100)}%`;
  const left = timeLeft(run);
  const eta = left === null || isOver(facts) ? '' : ` ETA ${duration(left)}`;
  for (const length of bar ? [28, 20, 16, 12, 8] : []) {
    const text = `${where} [${barText(done, length)}] ${percent}${eta}`;
    if (text.length <= room) return row(text);
  }
  const short = [`${where} ${percent}${eta}`, `${where} ${percent}`].find((text) => text.length <= room);
  return row(short ?? percent);
}

function barText(done: number, length: number): string {
  const filled = Math.floor(done * length);
  if (filled >= length) return '='.repeat(length);
  return `${'='.repeat(Math.max(0, filled))}>${' '.repeat(length - filled - 1)}`;
}
