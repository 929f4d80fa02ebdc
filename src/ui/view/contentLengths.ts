import type { ContentLengths } from '../state/scrolling/scrolling.ts';
import { layerReach } from './layers/layers.ts';
import { drawPane } from './panes/index.ts';

/** The lengths that limit scrolling, taken from what is drawn. */
export const contentLengths: ContentLengths = {
  layer: layerReach,
  pane: ({ facts, state }, pane, width, height) => drawPane(pane, facts, state, width, height).length,
};
