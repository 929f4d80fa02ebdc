import { type ScreenFacts, isOver } from '../facts/facts.ts';
import { sizeFor } from '../layout/layout.ts';
import { type ScreenState } from '../state.ts';
import { currentLayout, isVisible, wantedPanes } from '../layout/wantedPanes.ts';
import type { Command, KeyBinding } from './keyBinding.ts';
import { markedReason } from '../facts/reasons.ts';
import { markedItem } from '../facts/checklist.ts';
import { paneKeys, paneTitles, type PaneName, paneNames } from '../panes.ts';
import { metricNames } from '../facts/metricNames.ts';

/** Panes, and the choices in them. */
export const paneKeyTable: readonly KeyBinding[] = [
  {
    keys: paneNames.map((pane) => paneKeys[pane]),
    shown: '1-9 V M K',
    does: 'go to a pane or show it; again to hide it: 1 loss, 2 mAP, 3 last mAP, 4 IoU by layer, 5 verdict, 6 classes, 7 log, 8 IoU, 9 machine, V validation loss, M any metric, K checklist',
    contexts: ['panes'],
    hint: { key: '1-9', label: 'panes', rank: 6 },
    act: ({ state, facts }, key) =>
      togglePane(
        state,
        facts,
        paneNames.find((pane) => paneKeys[pane] === key)!,
      ),
  },
  {
    keys: ['tab', 'shift+tab'],
    shown: 'Tab',
    does: 'next pane (Shift: previous)',
    contexts: ['panes'],
    hint: { key: 'tab', label: 'focus', rank: 9 },
    act: ({ state, facts }, key) => nextPane(state, facts, key === 'tab' ? 1 : -1),
  },
  {
    keys: ['f', 'enter'],
    shown: 'f Enter',
    does: 'the pane on the whole screen, and back; Enter on a reason in the verdict pane: the cursor where that is seen',
    contexts: ['panes'],
    hint: { key: 'f', label: 'full', rank: 8 },
    act: (view, key) => {
      const { state, facts } = view;
      const at = key === 'enter' && state.focus === 'verdict' ? markedReason(facts, state.marked.reasons)?.at : null;
      if (at !== null && at !== undefined && state.full === null) return { type: 'cursor', at };
      return { type: 'full', pane: state.full === null ? state.focus : null };
    },
  },
  {
    keys: ['[', ']'],
    shown: '[ ]',
    does: 'previous, next metric, in its own pane (M)',
    contexts: ['panes'],
    act: ({ state, facts }, key) => nextMetric(state, facts, key === ']' ? 1 : -1),
  },
  {
    keys: ['space'],
    shown: 'space',
    does: 'freeze the view or resume it; in the checklist: tick the marked item',
    contexts: ['panes'],
    hint: { key: 'space', label: 'freeze', rank: 10 },
    act: ({ state, facts }) => {
      const item = state.focus === 'checklist' ? markedItem(facts.checklist, state.marked.checklist) : null;
      return item === null ? { type: 'freeze' } : { type: 'tick', id: item.id };
    },
  },
];

function togglePane(state: ScreenState, facts: ScreenFacts, pane: PaneName): Command {
  if (pane === 'metric' && state.metric === null) return nextMetric(state, facts, 1);
  const asked = { ...state, focus: pane, off: state.off.filter((other) => other !== pane) };
  const wanted = wantedPanes(facts, asked);
  if (!wanted.includes(pane))
    return { type: 'notice', text: `Nothing to show in the ${paneTitles[pane]} pane: ${whyEmpty(pane, state)}.` };
  if (!isVisible(facts, asked, pane)) return withoutRoom(asked, facts, pane, wanted);
  if (state.full === pane && !isVisible(facts, { ...asked, full: null }, pane)) return { type: 'full', pane: null };
  return { type: 'toggle', pane, shown: isVisible(facts, state, pane) };
}

/** Shows a pane on the whole screen when it has no room beside the others, and tells what it needs. */
function withoutRoom(state: ScreenState, facts: ScreenFacts, pane: PaneName, wanted: readonly PaneName[]): Command {
  const size = sizeFor(pane, state.columns, state.rows, wanted, isOver(facts));
  const needed = size === null ? 'other panes hidden' : `${size.columns}x${size.rows}`;
  const here = `this is ${state.columns}x${state.rows}`;
  if (currentLayout(facts, state).kind === 'line')
    return { type: 'notice', text: `No room for the ${paneTitles[pane]} pane: it needs ${needed}, ${here}.` };
  const notice = `Beside others the ${paneTitles[pane]} pane needs ${needed}, ${here}. ${paneKeys[pane]}, Esc: back`;
  return { type: 'full', pane, notice };
}

function whyEmpty(pane: PaneName, { tailView }: ScreenState): string {
  if (pane === 'tail') return tailView ? 'pane 2 shows it now (t)' : 'there are too few evaluations yet';
  if (pane === 'machine') return 'its machine is not monitored';
  return pane === 'checklist' ? 'there is none for this training' : 'this log has no such data';
}

function nextPane(state: ScreenState, facts: ScreenFacts, by: number): Command | null {
  const shown =
    state.full === null ? paneNames.filter((pane) => isVisible(facts, state, pane)) : wantedPanes(facts, state);
  if (shown.length === 0) return null;
  const at = shown.indexOf(state.focus);
  return { type: 'focus', pane: shown[(at + by + shown.length) % shown.length] ?? shown[0]! };
}

/** Shows the metric pane on the whole screen where it has no room of its own. */
function nextMetric(state: ScreenState, facts: ScreenFacts, by: number): Command {
  const names = metricNames(facts.run);
  if (names.length === 0) return { type: 'notice', text: 'There is no metric yet.' };
  const at = state.metric === null ? (by > 0 ? -1 : 0) : names.indexOf(state.metric);
  const name = names[(at + by + names.length) % names.length]!;
  const shown = { ...state, metric: name, off: state.off.filter((pane) => pane !== 'metric') };
  return { type: 'metric', name, full: !isVisible(facts, shown, 'metric') };
}
