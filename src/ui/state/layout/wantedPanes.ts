import { type ScreenFacts, isOver } from '../facts/facts.ts';
import { isShown, layOut, type Layout } from './layout.ts';
import { type ScreenState } from '../state.ts';
import { type PaneName, paneNames } from '../panes.ts';
import { defaultSizes, terminalKey } from './sizes.ts';
import type { ListRows } from './stacking.ts';

/** Returns the panes that are switched on and have content. */
export function wantedPanes(facts: ScreenFacts, state: ScreenState): PaneName[] {
  return paneNames.filter((pane) => !state.off.includes(pane) && hasContent(facts, state, pane));
}

export function currentLayout(facts: ScreenFacts, state: ScreenState): Layout {
  const ofFacts = layouts.get(facts) ?? new WeakMap<ScreenState, Layout>();
  const layout = ofFacts.get(state) ?? layOutView(facts, state);
  layouts.set(facts, ofFacts.set(state, layout));
  return layout;
}

/** Of each view, whose frame asks for its layout a dozen times. */
const layouts = new WeakMap<ScreenFacts, WeakMap<ScreenState, Layout>>();

function layOutView(facts: ScreenFacts, state: ScreenState): Layout {
  const sizes = state.sizes[terminalKey(state)] ?? defaultSizes;
  return layOut(state.columns, state.rows, wantedPanes(facts, state), isOver(facts), {
    sizes,
    lists: listRows(facts),
  });
}

/** Returns the rows of the panes that list things; of the machine in its short form. */
export function listRows({ run, machine, checklist }: ScreenFacts): ListRows {
  const sections = checklist.filter(({ section }, index) => section !== checklist[index - 1]?.section).length;
  const { gpus = [], host = null, disk = null } = machine?.sample ?? {};
  const devices = gpus.reduce((rows, { slices = [] }) => rows + 1 + slices.length, 0);
  return {
    classes: run.classes.length,
    checklist: checklist.length + sections,
    machine: devices + (host === null ? 0 : 2) + (disk === null ? 0 : 1),
  };
}

/** Whether the pane is visible now. */
export function isVisible(facts: ScreenFacts, state: ScreenState, pane: PaneName): boolean {
  return state.full === pane || isShown(currentLayout(facts, state), pane);
}

/** Moves the focus to a visible pane: the focused one may have been hidden, or have no room beside others. */
export function withVisibleFocus<Seen extends { readonly facts: ScreenFacts; readonly state: ScreenState }>(
  view: Seen,
): Seen {
  const { facts, state } = view;
  if (state.full !== null || currentLayout(facts, state).kind !== 'panes') return view;
  if (isVisible(facts, state, state.focus)) return view;
  const focus = paneNames.find((pane) => isVisible(facts, state, pane));
  return focus === undefined ? view : { ...view, state: { ...state, focus } };
}

/** Fewer evaluations have no tail. */
const minTail = 4;

/** Whether a pane would have content if it were switched on. */
function hasContent({ run, machine, checklist }: ScreenFacts, state: ScreenState, pane: PaneName): boolean {
  switch (pane) {
    case 'iou':
      // Of a single layer the chart says all.
      return run.regions.size > 1;
    case 'iouPlot':
      // The table of several layers has it below.
      return (run.series.get('iou')?.count ?? 0) > 0 && (run.regions.size < 2 || state.focus === 'iouPlot');
    case 'validation':
      return (run.series.get('validationLoss')?.count ?? 0) > 0;
    case 'classes':
      return run.classes.length > 0;
    case 'tail':
      // In the tail view the mAP chart shows the same.
      return run.evaluations.length >= minTail && !state.tailView;
    case 'metric':
      return state.metric !== null;
    case 'machine':
      // A machine without a GPU is seldom of interest: its pane is shown only while it is focused.
      return machine !== null && (machine.sample.gpus.length > 0 || state.focus === 'machine');
    case 'checklist':
      return checklist.length > 0;
    case 'loss':
    case 'map':
    case 'verdict':
    case 'log':
      return true;
    default:
      return pane satisfies never;
  }
}
