import { isComparable } from '../facts/others.ts';
import type { View } from '../view.ts';
import type { Command, KeyBinding } from './keyBinding.ts';

/** The other trainings, to be laid over this one. */
export const otherRunKeys: readonly KeyBinding[] = [
  {
    keys: ['R'],
    shown: 'R',
    does: 'the other trainings, to overlay some on the charts',
    contexts: ['panes'],
    act: ({ facts }) =>
      facts.others === null ? { type: 'readOthers', overlay: false } : { type: 'open', layer: 'runs' },
  },
  {
    keys: ['o'],
    shown: 'o',
    does: 'overlay the next one of the other trainings (R) on the charts',
    contexts: ['panes'],
    act: overlayNext,
  },
  {
    keys: ['o', 'enter', 'space'],
    shown: 'Enter o',
    does: 'overlay the marked training on the charts, or take it off',
    contexts: ['runs'],
    hint: { key: 'enter', label: 'overlay', rank: 2 },
    act: overlayMarked,
  },
];

function overlayNext({ state, facts }: View): Command {
  if (facts.others === null) return { type: 'readOthers', overlay: true };
  const comparable = comparableIds({ state, facts });
  if (comparable.length === 0) return { type: 'notice', text: 'No other training has the same x axis.' };
  const next = comparable[comparable.indexOf(state.overlay.at(-1) ?? '') + 1];
  return { type: 'overlay', ids: next === undefined ? [] : [next] };
}

function overlayMarked({ state, facts }: View): Command | null {
  const others = facts.others ?? [];
  const marked = others[Math.min(state.marked.runs, others.length - 1)]?.id;
  if (marked === undefined) return null;
  if (!comparableIds({ state, facts }).includes(marked))
    return { type: 'notice', text: 'That training has another x axis, or no data.' };
  const without = state.overlay.filter((id) => id !== marked);
  return { type: 'overlay', ids: without.length < state.overlay.length ? without : [...state.overlay, marked] };
}

function comparableIds({ facts }: View): readonly string[] {
  return (facts.others ?? []).filter((other) => isComparable(facts.run, other)).map(({ id }) => id);
}
