import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Story } from './picture.ts';
import type { Terminal } from './terminal.ts';

/** Ten states of a training as they look now: recorded logs, cut where they were in that state. */
export const states: Story = async ({ directory, open, putLog }, show) => {
  for (const { name, what, log, see, goingOn, act } of drawn) {
    if (log === null) writeFileSync(join(directory, 'shapes.log'), '');
    else putLog(log[0], 'shapes.log', log[1]);
    const own = ['plateau', 'run', '--name', name, '--', '/bin/sh', '-c', `/bin/cat shapes.log${goingOn}`] as const;
    const terminal = open(goingOn === undefined ? ['plateau', 'watch', 'shapes.log'] : own, 100, 30);
    await terminal.see(see);
    await terminal.see(/^\? help/m);
    await act?.(terminal);
    show({
      name: `after/${name}`,
      caption: `A training that ${what}, 100 x 30.`,
      title: 'plateau',
      recipe: 'npm run screenshots -- states',
      palette: 'dark',
      grid: await terminal.grid(),
    });
    terminal.close();
  }
};

interface State {
  readonly name: string;
  readonly what: string;
  /** A recorded log and how many of its lines; null for nothing. */
  readonly log: readonly [path: string, lines: number] | null;
  /** What is on the screen then. */
  readonly see: RegExp;
  /** What a training that was started here does after its log, in a shell; absent where a log is watched. */
  readonly goingOn?: string;
  readonly act?: (terminal: Terminal) => Promise<void>;
}

const levelledOff = ['fixtures/demo/healthy.log', 12_053] as const;
/** It goes on, whatever SIGINT would do to it. */
const goesOn = '; trap : INT; while :; do /bin/sleep 1; done';

const drawn: readonly State[] = [
  { name: 'nothing-read', what: 'has written nothing yet', log: null, see: /WAITING/ },
  { name: 'warming-up', what: 'warms up', log: ['fixtures/ultralytics/8.3.241-curve.log', 58], see: /WARMING UP/ },
  { name: 'improving', what: 'improves', log: ['fixtures/ultralytics/8.3.241-curve.log', 143], see: /IMPROVING/ },
  { name: 'plateau', what: 'has levelled off', log: levelledOff, see: /MAY STOP/ },
  {
    name: 'over-fitting',
    what: 'over-fits',
    log: ['fixtures/darknet/darknet-alexeyab-fall.log', 7522],
    see: /OVER-FITTING/,
  },
  { name: 'diverged', what: 'has diverged', log: ['fixtures/demo/diverge.log', 2241], see: /DIVERGED, STOP/ },
  { name: 'failed', what: 'has failed', log: ['fixtures/yolox/crash.log', 43], see: /FAILED/ },
  {
    name: 'stopping',
    what: 'is being stopped',
    log: levelledOff,
    see: /it 1620\/1800/,
    goingOn: goesOn,
    async act(terminal) {
      terminal.press('s');
      await terminal.see(/SIGINT now/);
      terminal.press('i');
      await terminal.see(/SIGINT sent/);
      terminal.press('n');
      await terminal.see(/STOPPING[^]*1 loss[^]*^\? help/m);
    },
  },
  {
    name: 'paused',
    what: 'is paused',
    log: levelledOff,
    see: /it 1620\/1800/,
    goingOn: goesOn,
    async act(terminal) {
      terminal.press('p');
      await terminal.see(/Pause the training/);
      terminal.press('y');
      await terminal.see(/It is paused/);
      // What was said goes with the next key.
      terminal.press('0');
      await terminal.see(/= PAUSED[^]*^\? help/m);
    },
  },
  {
    name: 'ended',
    what: 'has ended',
    log: ['fixtures/demo/healthy.log', 13_405],
    see: /FINISHED/,
    goingOn: '',
  },
];
