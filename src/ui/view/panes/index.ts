import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { drawChecklist } from './checklist.ts';
import { drawClasses } from './classes.ts';
import { drawIouPlot, drawMetric, drawValidation } from './charts/curve.ts';
import { drawIou } from './iou.ts';
import { drawLog } from './log.ts';
import { drawLoss } from './charts/loss.ts';
import { drawMachine } from './machine.ts';
import { drawMap, drawTail } from './charts/map.ts';
import type { PaneDraw, PaneView } from './pane.ts';
import { drawVerdict } from './verdict.ts';
import type { PaneName } from '../../state/panes.ts';

/** Draws a pane by name. */
export function drawPane(
  name: PaneName,
  facts: ScreenFacts,
  state: ScreenState,
  width: number,
  height: number,
): PaneView {
  return panes[name](facts, state, Math.max(0, width), Math.max(0, height));
}

const panes: Readonly<Record<PaneName, PaneDraw>> = {
  loss: drawLoss,
  map: drawMap,
  tail: drawTail,
  iou: drawIou,
  verdict: drawVerdict,
  classes: drawClasses,
  log: drawLog,
  iouPlot: drawIouPlot,
  machine: drawMachine,
  validation: drawValidation,
  metric: drawMetric,
  checklist: drawChecklist,
};
