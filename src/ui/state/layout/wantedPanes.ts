import { type ScreenFacts, isOver } from '../facts/facts.ts';
import { isShown, layOut, type Layout } from './layout.ts';
import { type ScreenState } from '../state.ts';
import { type PaneName, paneNames } from '../panes.ts';

/** The panes that are switched on and have something to say about this training. */
export function wantedPanes(facts: ScreenFacts, state: ScreenState): PaneName[] {
  return paneNames.filter((pane) => !state.off.includes(pane) && hasContent(facts, state, pane));
}

export function currentLayout(facts: ScreenFacts, state: ScreenState): Layout {
  return layOut(state.columns, state.rows, wantedPanes(facts, state), isOver(facts));
}

/** Whether the pane can be seen now. */
export function isVisible(facts: ScreenFacts, state: ScreenState, pane: PaneName): boolean {
  return state.full === pane || isShown(currentLayout(facts, state), pane);
}

/**
 * The view with the focus on a pane that can be seen: one that went, or came back from the whole screen, may have no
 * room.
 */
export function withVisibleFocus<Seen extends { readonly facts: ScreenFacts; readonly state: ScreenState }>(
  view: Seen,
): Seen {
  const { facts, state } = view;
  if (state.full !== null || currentLayout(facts, state).kind !== 'panes') return view;
  if (isVisible(facts, state, state.focus)) return view;
  const focus = paneNames.find((pane) => isVisible(facts, state, pane));
  return focus === undefined ? view : { ...view, state: { ...state, focus } };
}

/** Whether a pane would have something to show if it were switched on. */
function hasContent({ run, others, machine, checklist }: ScreenFacts, state: ScreenState, pane: PaneName): boolean {
  switch (pane) {
    case 'iou':
      return run.regions.size > 0;
    case 'iouPlot':
      return (run.series.get('iou')?.count ?? 0) > 0;
    case 'validation':
      return (run.series.get('validationLoss')?.count ?? 0) > 0;
    case 'classes':
      return run.classes.length > 0;
    case 'tail':
      // In the tail view the mAP chart shows the same.
      return run.evaluations.length > 0 && !state.tailView;
    case 'metric':
      return state.metric !== null;
    case 'runs':
      return others !== null;
    case 'machine':
      // A machine without a GPU is seldom of interest: its pane is there while it is looked at.
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
