import type { Facts } from '../../state/facts.ts';
import type { PaneName, ScreenState } from '../../state/state.ts';
import { drawChecklist } from './checklist.ts';
import { drawClasses } from './classes.ts';
import { drawIouPlot, drawMetric, drawValidation } from './curve.ts';
import { drawIou } from './iou.ts';
import { drawLog } from './log.ts';
import { drawLoss } from './loss.ts';
import { drawMachine } from './machine.ts';
import { drawMap, drawTail } from './map.ts';
import type { PaneDraw, PaneView } from './pane.ts';
import { drawRuns } from './runs.ts';
import { drawVerdict } from './verdict.ts';

/** Draws a pane by name. */
export function drawPane(name: PaneName, facts: Facts, state: ScreenState, width: number, height: number): PaneView {
  return panes[name](facts, state, Math.max(0, width), Math.max(0, height));
}

export const paneTitles: Readonly<Record<PaneName, string>> = {
  loss: 'loss',
  map: 'mAP',
  tail: 'mAP',
  iou: 'IoU',
  verdict: 'verdict',
  classes: 'classes',
  log: 'log',
  iouPlot: 'IoU',
  machine: 'machine',
  validation: 'validation loss',
  metric: 'metric',
  runs: 'runs',
  checklist: 'checklist',
};

/** The key that goes to a pane. */
export const paneKeys: Readonly<Record<PaneName, string>> = {
  loss: '1',
  map: '2',
  tail: '3',
  iou: '4',
  verdict: '5',
  classes: '6',
  log: '7',
  iouPlot: '8',
  machine: '9',
  validation: 'V',
  metric: 'M',
  runs: 'R',
  checklist: 'K',
};

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
  runs: drawRuns,
  checklist: drawChecklist,
};
