import type { Facts } from '../facts.ts';
import type { PaneName, ScreenState } from '../state.ts';
import { drawClasses } from './classes.ts';
import { drawIou } from './iou.ts';
import { drawLog } from './log.ts';
import { drawLoss } from './loss.ts';
import { drawMap, drawTail } from './map.ts';
import type { PaneDraw, PaneView } from './pane.ts';
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
};

const panes: Readonly<Record<PaneName, PaneDraw>> = {
  loss: drawLoss,
  map: drawMap,
  tail: drawTail,
  iou: drawIou,
  verdict: drawVerdict,
  classes: drawClasses,
  log: drawLog,
};
