import type { Picture, Story } from './picture.ts';
import type { Stage } from './stage.ts';
import { openTmux } from './tmux.ts';

/** The trainer in the box trains until it over-fits, and is looked at from everywhere. */
export const demo: Story = async (stage, show) => {
  const terminal = stage.open(['plateau', 'demo', '--scenario', 'overfit', '--directory', 'shapes'], 120, 40);
  await terminal.see(/OVER-FITTING/, 900);
  show({
    ...shown,
    name: 'over-fitting',
    caption:
      'The demo trains a small detector on labels that are partly wrong, 120 x 40: it over-fits and may be stopped.',
    grid: await terminal.grid(),
  });
  await showTmux(stage, show);
  terminal.resize(100, 30);
  terminal.press('s');
  await terminal.see(/SIGINT now/);
  show({
    ...shown,
    name: 'stop',
    caption: 'The stop dialog of the same training: what stopping costs is said before anything is done.',
    grid: await terminal.grid(),
  });
};

const shown = {
  title: 'plateau demo --scenario overfit --directory shapes',
  recipe: 'npm run demo -- --scenario overfit',
  palette: 'dark',
} as const;

async function showTmux(stage: Stage, show: (picture: Picture) => void): Promise<void> {
  stage.putLog('fixtures/darknet/darknet-alexeyab-nan-map.log', 'darknet.log', 801);
  stage.putLog('fixtures/ultralytics/8.3.241-curve.log', 'yolo11n.log', 143);
  const tmux = openTmux(stage, 'plateau attach demo', ['plateau watch darknet.log', 'plateau watch yolo11n.log']);
  try {
    for (const text of [/OVER-FITTING/, /demo {2}RUNNING/, /DIVERGED/, /IMPROVING|MORE EXPECTED/])
      await tmux.terminal.see(text);
    await tmux.terminal.see(/demo ! over-fitting/);
    show({
      ...shown,
      name: 'tmux',
      caption: 'Three trainings in tmux: the demo, and recorded ones of Darknet and Ultralytics in corners of 40 x 12.',
      title: 'tmux',
      recipe: 'npm run screenshots -- demo',
      grid: await tmux.terminal.grid(),
    });
  } finally {
    tmux.close();
  }
}
