import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { asked } from './kit/asked.ts';
import { databaseProblem } from './kit/database.ts';
import { kill } from './kit/homeProcesses.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';
import { shippedKeeper, startTraining } from './kit/training.ts';

/** Fills and frees the disk that holds all that Plateau keeps, while a training runs, is stopped or ends. */
export async function fullDisk(stage: Stage): Promise<void> {
  const { random } = stage;
  const disk = join(stage.home, 'state');
  const filler = join(disk, 'filler');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk], { encoding: 'utf8' });
  if (mounted.status !== 0) throw new Error(mounted.stderr);
  stage.finally(() => {
    spawnSync('umount', ['-l', disk]);
  });
  const training = await startTraining(stage, { pace: 20 });
  const fill = (): void => {
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k']);
    stage.did('disks filled');
  };
  for (let left = random.integer(2, 5); left > 0; left--) {
    await delay(random.uniform() * 300);
    const what = oneOf(random, ['fill', 'fill', 'free', 'kill'] as const);
    if (what === 'fill') fill();
    if (what === 'free') rmSync(filler, { force: true });
    if (what === 'kill' && kill(currentKeeper(dirname(training.record.log))?.pid ?? Number.NaN)) {
      stage.did('keepers killed');
    }
  }
  const isStopped = random.integer(0, 1) === 0;
  if (isStopped) await stopNow(stage, training);
  else training.end(oneOf(random, [0, 1, 7]));
  await delay(random.uniform() * 300);
  rmSync(filler, { force: true });
  await training.verify();
  const problem = databaseProblem(disk);
  if (problem !== null) stage.violation(`the history is damaged: ${problem}`);
}

/** A stop is asked for with the disk as it is. */
async function stopNow(stage: Stage, { record }: Awaited<ReturnType<typeof startTraining>>): Promise<void> {
  await asked(record, shippedKeeper, async (control) => {
    await control.arm({ when: 'now' });
    await eventually('the stop is carried out', () => control.exit() !== null);
  });
  stage.did('stops');
}
