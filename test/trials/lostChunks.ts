import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { dirname } from 'node:path';
import { asked } from './kit/asked.ts';
import { kill } from './kit/homeProcesses.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';
import { shippedKeeper, startTraining } from './kit/training.ts';

const shipped = resolve(import.meta.dirname, '../../dist');

/** Takes the files of the running version away, as an upgrade does, so that every later `import()` of them fails. */
export async function lostChunks(stage: Stage): Promise<void> {
  const { random } = stage;
  const version = join(stage.home, 'dist');
  cpSync(shipped, version, { recursive: true });
  const keeperProgram = join(version, 'keeper.js');
  const training = await startTraining(stage, { keeperProgram });
  const isArmedFirst = random.integer(0, 1) === 0;
  const lose = (): void => {
    for (const file of readdirSync(version)) if (file !== 'keeper.js') rmSync(join(version, file));
    stage.did('versions removed');
  };
  if (!isArmedFirst) lose();
  await asked(training.record, keeperProgram, async (control) => control.arm({ when: 'checkpoint' }));
  if (isArmedFirst) lose();
  // Its successor is of the version that is there then.
  if (oneOf(random, [false, false, true]) && kill(currentKeeper(dirname(training.record.log))?.pid ?? Number.NaN)) {
    stage.did('keepers killed');
  }
  await asked(training.record, shippedKeeper, async (control) => {
    await eventually('the planned stop is carried out', () => control.exit() !== null);
  });
  stage.did('planned stops');
  await training.verify();
}
