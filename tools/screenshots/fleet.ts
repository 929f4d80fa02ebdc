import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Grid } from './grid.ts';
import type { Story } from './picture.ts';
import type { Stage } from './stage.ts';

/**
 * Trainings on three machines and one that does not answer: demos that really train, and recorded logs of other
 * trainers. Instead of over a network `ssh` comes to homes of their own on this machine.
 */
export const fleet: Story = async (stage, show) => {
  const hosts = ['gpu1', 'gpu2', 'gpu3'] as const;
  writeSsh(stage);
  const [gpu1, gpu2, gpu3] = hosts.map((name) => openHost(stage, name));
  try {
    gpu3!.play('bees-rtdetr', 'fixtures/mmdetection/faster-rcnn-3.3.log', '');
    gpu3!.play('retinanet-voc', 'fixtures/mmdetection/retinanet-voc-2.8-nan.log', '; exec /bin/sleep 3600');
    for (const [name, ...flags] of [
      ['lr-0.01', '--seed', '2', '--iterations', '4000'],
      ['lr-0.1', '--scenario', 'diverge'],
      ['lr-0.001', '--scenario', 'never-starts', '--iterations', '6000'],
    ] as const) {
      gpu2!.plateau('demo', ...flags, '--group', 'lr-sweep', '--name', name, '--detach');
    }
    gpu1!.plateau('demo', '--scenario', 'overfit', '--iterations', '6000', '--name', 'few-images', '--detach');
    while (!mayStop(gpu1!, 'few-images')) await sleep(500);
    gpu1!.play('yolo11n-helmets', 'fixtures/ultralytics/8.3.241-curve.log', '; exec /bin/sleep 3600', 143);
    const terminal = stage.open(['plateau', '--hosts', [...hosts, 'gpu4'].join(',')], 120, 40);
    await terminal.see(/gpu4 +away since/, 60);
    await terminal.see(/few-images/);
    await terminal.see(/lr-0\.001/);
    await terminal.see(/MORE EXPECTED|IMPROVING/);
    await terminal.see(/MAY STOP/);
    for (let down = 1; !/^> ! gpu1/m.test(textOf(await terminal.grid())); down++) {
      terminal.press('\u001B[B');
      await terminal.see(new RegExp(`^(?:.*\\n){${headRows + down}}> `));
    }
    show({
      name: 'fleet',
      caption:
        'The trainings of four machines, one of them away, in one list: who needs somebody first, and the chart and the reasons of the one at the cursor.',
      title: 'plateau --hosts gpu1,gpu2,gpu3,gpu4',
      recipe: 'plateau --hosts gpu1,gpu2,gpu3,gpu4',
      palette: 'dark',
      grid: await terminal.grid(),
    });
    terminal.press('q');
    await terminal.exited;
  } finally {
    for (const host of [gpu1!, gpu2!, gpu3!]) host.stopAll();
  }
};

/** Rows above the first training. */
const headRows = 2;

interface Host {
  readonly plateau: (...words: string[]) => string;
  /** Starts a training that writes a recorded log, or its first lines, and then what a shell is told. */
  readonly play: (name: string, fixture: string, then: string, lines?: number) => void;
  readonly stopAll: () => void;
}

function textOf(grid: Grid): string {
  return grid.map((cells) => cells.map(({ text }) => text).join('')).join('\n');
}

function mayStop(host: Host, name: string): boolean {
  const runs: { readonly name: string; readonly action: string }[] = JSON.parse(host.plateau('runs', '--json'));
  return runs.some((run) => run.name === name && run.action === 'may-stop');
}

function openHost({ directory, environment, putLog }: Stage, name: string): Host {
  const home = join(directory, name);
  mkdirSync(home);
  const env = {
    ...environment,
    HOME: home,
    XDG_STATE_HOME: join(home, '.state'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
  };
  const plateau = (...words: string[]) =>
    execFileSync(join(directory, 'bin/plateau'), words, { cwd: home, env, encoding: 'utf8' });
  return {
    plateau,
    play(run, fixture, then, lines) {
      if (lines === undefined) cpSync(resolve(import.meta.dirname, '../..', fixture), join(home, `${run}.log`));
      else putLog(fixture, `${name}/${run}.log`, lines);
      plateau('run', '--name', run, '--detach', '--', '/bin/sh', '-c', `/bin/cat ${run}.log${then}`);
    },
    stopAll() {
      const running: { readonly id: string }[] = JSON.parse(plateau('runs', '--state', 'running,starting', '--json'));
      for (const { id } of running) plateau('stop', id);
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Does with the words of `ssh` what sshd would, in the home of the host; `gpu4` cannot be reached. */
function writeSsh({ directory }: Stage): void {
  symlinkSync('/bin/sh', join(directory, 'bin/sh'));
  const program = join(directory, 'bin/ssh');
  writeFileSync(
    program,
    [
      '#!/bin/sh',
      'while [ "$1" != -- ]; do shift; done',
      'host=$2; shift 2',
      'if [ "$host" = gpu4 ]; then echo "ssh: connect to host gpu4 port 22: No route to host" >&2; exit 255; fi',
      `export HOME='${directory}'/$host`,
      'export XDG_STATE_HOME=$HOME/.state XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache',
      'cd "$HOME" && exec /bin/sh -c "$*"',
      '',
    ].join('\n'),
  );
  chmodSync(program, 0o755);
}
