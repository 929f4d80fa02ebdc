import { asideText, isAside } from '../state/aside.ts';
import { stateWord } from '../state/facts/facts.ts';
import { drawLayer } from './layers/layers.ts';
import { verdictLabel } from './panes/verdict.ts';
import { summaryLines } from './summary.ts';
import { plainText } from '../../words/terminal/row.ts';
import type { View } from '../state/view.ts';
import { harmless } from '../../words/harmless.ts';

/**
 * Returns the screen as sentences for a screen reader: the open layer, else the verdict and the state of the training.
 * No curves, no frames.
 */
export function spokenLines(view: View): string[] {
  return linesOf(view).map(harmless);
}

function linesOf(view: View): string[] {
  const { facts, state } = view;
  const said = state.notice === null ? [] : [state.notice];
  if (state.layer !== null) {
    const width = Math.max(20, state.columns - 4);
    const { rows } = drawLayer(view, state.layer, width, Number.MAX_SAFE_INTEGER);
    return [...said, ...rows.map((cells) => plainText(cells).trim()).filter((line) => line !== '')];
  }
  const aside = isAside(facts, state) ? [asideText(facts, state)] : [];
  return [
    ...said,
    verdictLabel(facts).text.slice(2),
    ...facts.troubles.map(({ text }) => text),
    ...aside,
    ...summaryLines(facts),
    ...(state.typing === null ? [] : [`filter: ${state.typing}`]),
    'Press question mark for the keys.',
  ];
}

/** Returns a key that is equal as long as nothing new is to be read out: counters are not part of it. */
export function spokenOccasion({ facts, state }: View): string {
  const { run, verdict } = facts;
  return JSON.stringify([
    verdict.name,
    run.evaluations.length,
    stateWord(facts),
    facts.armed?.note,
    facts.ladder?.sent.length,
    facts.target?.pid,
    facts.troubles.map(({ kind }) => kind),
    state.layer,
    state.choice,
    state.notice,
    state.typing,
    state.aside,
    state.said,
  ]);
}
