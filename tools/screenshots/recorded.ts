import type { Story } from './picture.ts';

/** An Ultralytics training as it stood after half of its epochs. */
export const improving: Story = async ({ open, putLog }, show) => {
  putLog('fixtures/ultralytics/8.3.241-curve.log', 'yolo11n.log', 143);
  const terminal = open(['plateau', 'watch', '--theme', 'light', 'yolo11n.log'], 80, 24);
  await terminal.see(/RUNNING[^]*(?:IMPROVING|MORE EXPECTED)/);
  await terminal.see(/^\? help/m);
  show({
    name: 'improving',
    caption: 'A recorded Ultralytics training half way, 80 x 24, light theme: go on, and what is still to come.',
    title: 'plateau watch --theme light yolo11n.log',
    recipe: 'head -n 143 fixtures/ultralytics/8.3.241-curve.log > yolo11n.log; plateau watch --theme light yolo11n.log',
    palette: 'light',
    grid: await terminal.grid(),
  });
};

/** A training that has levelled off: what speaks for stopping it and what against. */
export const why: Story = async ({ open, putLog }, show) => {
  putLog('fixtures/demo/healthy.log', 'healthy.log', 12_053);
  const terminal = open(['plateau', 'watch', 'healthy.log'], 108, 36);
  await terminal.see(/RUNNING[^]*(?:PLATEAU|MAY STOP)/);
  await terminal.see(/^\? help/m);
  terminal.press('w');
  await terminal.see(/why this verdict/);
  show({
    name: 'why',
    caption: 'Why: what speaks for and against stopping a recorded training of the demo that has levelled off.',
    title: 'plateau watch healthy.log',
    recipe: 'head -n 12053 fixtures/demo/healthy.log > healthy.log; plateau watch healthy.log',
    palette: 'dark',
    grid: await terminal.grid(),
  });
};
