import { capitalised } from '../../../advisor/rules/phrases.ts';
import { timeLeft } from '../../../run/selectors.ts';
import { asideText, isAside } from '../../state/aside.ts';
import { type ScreenFacts, isOver } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { fitRow, plainText, row, type Row, rowWidth, span, type Span, spread } from '../../../words/terminal/row.ts';
import { wholeWords, wrapText } from '../../../words/terminal/wrap.ts';
import { displayWidth, screenText } from '../../../words/terminal/screenText.ts';
import { joined } from './status.ts';
import { armedText } from '../layers/stopState.ts';
import { verdictLabel } from '../panes/verdict.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';

/**
 * Lines 2 and 3, which never scroll: the verdict with its strongest evidence, and what to do about it. What the first
 * line has no room for begins the second, which repeats nothing of it.
 */
export function bannerRows(facts: ScreenFacts, state: ScreenState, width: number, pieces: readonly Row[]): Row[] {
  const { label, clauses, before, sentences } = sayings(facts, state);
  const lead = rowWidth([label]) + 2;
  const { first, rest, goesOn } = firstLine(clauses, Math.max(1, width - lead));
  // Text gets its share of the line before the keys do.
  const keys = joined(pieces, Math.floor(width * maxKeysShare));
  const room = width - 4 - rowWidth(keys);
  return [
    fitRow(row(label, `  ${first}`), width),
    spread(row(`  ${secondLine([...before, ...rest], sentences, room, goesOn)}`), row('  ', ...keys), width),
  ];
}

const maxKeysShare = 0.5;

/** What the two lines have to say, most important first. */
interface Sayings {
  readonly label: Span;
  readonly clauses: readonly string[];
  /** What goes before the clauses for which the first line has no room. */
  readonly before: readonly string[];
  readonly sentences: readonly string[];
}

function sayings(facts: ScreenFacts, state: ScreenState): Sayings {
  const { verdict } = facts;
  const headline = verdict.headline.split(betweenClauses);
  const label = verdictLabel(facts);
  const planned = plannedText(facts);
  if (facts.paused) {
    const paused = ['it does nothing until p resumes it', 'its memory, that of the GPU too, stays taken'];
    return {
      label,
      clauses: paused,
      before: planned === null ? [] : [planned],
      sentences: [`Before: ${verdict.headline}.`],
    };
  }
  if (planned !== null) return { label, clauses: headline, before: [planned], sentences: [] };
  if (isAside(facts, state))
    return {
      label: span(`- ${verdict.words}`, 'dim'),
      clauses: headline,
      before: [asideText(facts, state)],
      sentences: [],
    };
  return { label, clauses: headline, before: [], sentences: advice(facts) };
}

/** Not what separates parts within brackets, as in the message of an error. */
const betweenClauses = /; (?![^(]*\))/;

/** A stop that is planned or under way, as a sentence; null for none. */
function plannedText(facts: ScreenFacts): string | null {
  return facts.armed === null ? stopText(facts) : armedText(facts.armed, facts.armedEndsIn);
}

/** Returns as many clauses as fit, or words of the first where it does not, and the rest as sentences. */
function firstLine(
  clauses: readonly string[],
  width: number,
): { readonly first: string; readonly rest: readonly string[]; readonly goesOn: boolean } {
  const known = clauses.map(screenText);
  const fits = known.findLastIndex((_, index) => displayWidth(known.slice(0, index + 1).join('; ')) <= width);
  const rest = known.slice(Math.max(1, fits + 1)).map((clause) => `${capitalised(clause)}.`);
  if (fits >= 0) return { first: known.slice(0, fits + 1).join('; '), rest, goesOn: false };
  const [first = '', ...more] = wrapText(known[0] ?? '', width).map(plainText);
  return { first, rest: [`${more.join(' ')}.`, ...rest], goesOn: true };
}

/**
 * As many sentences as fit, the first one cut if it must be. What is to be done has its room before what else would
 * fit, and is said shorter where that makes both fit.
 */
function secondLine(before: readonly string[], advised: readonly string[], room: number, goesOn: boolean): string {
  const all = [...before, ...advised].map(screenText);
  const needed = [...before, ...advised.slice(0, 1)].map(screenText);
  const short = needed.map(shorter);
  const fits = (list: readonly string[]) => displayWidth(list.join(' ')) <= room;
  const whole = Array.from(all, (_, index) => all.slice(0, all.length - index)).find(
    (list) => list.length >= needed.length && fits(list),
  );
  if (whole !== undefined) return whole.join(' ');
  if (fits(short)) return short.join(' ');
  const [last = ''] = short.slice(-1);
  return wholeWords(!goesOn && advised.length > 0 && fits([last]) ? last : (all[0] ?? ''), room);
}

/** Returns a sentence without the epoch or iteration at its end. */
function shorter(sentence: string): string {
  return sentence.replace(/,?(?: most of them)? (?:by|of) (?:epoch|iteration) [\d,]+(?=\.$)/, '');
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
  if (isOver(facts)) return [first];
  if (verdict.action !== 'may-stop') return [...new Set([first, verdict.meaning])];
  const { keep } = verdict;
  const left = timeLeft(run);
  return [
    ...(keep === null
      ? [first]
      : [`Keep ${fileName(keep.path)}${keep.at === null ? '' : ` of ${run.axis} ${count(keep.at)}`}.`]),
    ...(left === null || left < 1 ? [] : [`Stopping now saves ${duration(left)}.`]),
  ];
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
