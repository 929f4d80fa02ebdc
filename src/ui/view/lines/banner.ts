import { timeLeft } from '../../../run/selectors.ts';
import { asideText, isAside } from '../../state/aside.ts';
import { type ScreenFacts, isOver } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { fitRow, plainText, row, type Row, rowWidth, span, spread } from '../../../words/terminal/row.ts';
import { wholeWords, wrapText } from '../../../words/terminal/wrap.ts';
import { displayWidth, screenText } from '../../../words/terminal/screenText.ts';
import { joined } from './status.ts';
import { armedText } from '../layers/stopCosts.ts';
import { verdictLabel } from '../panes/verdict.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';

/** Lines 2 and 3, which never scroll: the verdict with its strongest evidence, and what to do about it. */
export function bannerRows(facts: ScreenFacts, state: ScreenState, width: number, pieces: readonly Row[]): Row[] {
  const sign = isAside(facts, state) ? span(`- ${facts.verdict.label}`, 'dim') : verdictLabel(facts);
  const lead = rowWidth([sign]) + 2;
  const [begin = '', ...more] = wrapText(facts.verdict.headline, Math.max(1, width - lead)).map(plainText);
  // Text gets its share of the line before the keys do.
  const keys = joined(pieces, Math.floor(width * maxKeysShare));
  const room = width - 4 - rowWidth(keys);
  return [
    fitRow(row(sign, `  ${begin}`), width),
    spread(row(`  ${secondLine(facts, state, more.join(' '), room)}`), row('  ', ...keys), width),
  ];
}

const maxKeysShare = 0.5;

/** Returns the planned stop or that the verdict is snoozed, else the rest of the headline and the advice that fits. */
function secondLine(facts: ScreenFacts, state: ScreenState, rest: string, room: number): string {
  if (facts.armed !== null) return wholeWords(screenText(armedText(facts.armed, facts.armedEndsIn)), room);
  const stopping = stopText(facts);
  if (stopping !== null) return wholeWords(stopping, room);
  if (isAside(facts, state)) return wholeWords(asideText(facts, state), room);
  const [first = '', ...more] = [rest, ...advice(facts)].filter((text) => text !== '').map(screenText);
  let line = first;
  for (const sentence of more) {
    const longer = `${line}${/[.!?]$/.test(line) ? '' : '.'} ${sentence}`;
    if (displayWidth(longer) <= room) line = longer;
  }
  return wholeWords(line, room);
}

/** Returns how far a stop has come, without seconds: they would change the screen every second. */
function stopText({ ladder, exit, nextStepIn, readonly }: ScreenFacts): string | null {
  const last = ladder?.sent.at(-1);
  if (last === undefined || exit !== null) return null;
  if (nextStepIn !== null && nextStepIn > 0) return `${last.signal} was sent: it may be saving, wait.`;
  return `${last.signal} was sent, and it still runs${readonly ? '.' : ': s has the next step.'}`;
}

/** Returns sentences on what to do, most important first. Where it may stop: what to keep, and what that saves. */
function advice(facts: ScreenFacts): readonly string[] {
  const { verdict, run } = facts;
  const [first = verdict.meaning] = verdict.todo;
  if (verdict.action !== 'may-stop' || isOver(facts)) return [first];
  const { keep } = verdict;
  const left = timeLeft(run);
  return [
    ...(keep === null
      ? [first]
      : [`Keep ${fileName(keep.path)}${keep.at === null ? '' : ` @${count(keep.at, 'compact')}`}.`]),
    ...(left === null || left < 1 ? [] : [`Stopping now saves ${duration(left, 'compact')}.`]),
  ];
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
