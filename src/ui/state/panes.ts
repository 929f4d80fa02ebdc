/** Panes in the order of `Tab` and of `paneKeys`. */
export const paneNames = [
  'loss',
  'map',
  'tail',
  'iou',
  'verdict',
  'classes',
  'log',
  'iouPlot',
  'machine',
  'validation',
  'metric',
  'checklist',
] as const;

export type PaneName = (typeof paneNames)[number];

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
  checklist: 'checklist',
};

/** Panes with an x axis, which can be zoomed. */
export const chartPanes: ReadonlySet<PaneName> = new Set(['loss', 'map', 'tail', 'iouPlot', 'validation', 'metric']);

/** The key of each pane. */
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
  checklist: 'K',
};
