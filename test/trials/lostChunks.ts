import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { errorMessage } from '../../src/words/errors.ts';
import { asked } from './kit/asked.ts';
import { kill } from './kit/homeProcesses.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';
import { shippedKeeper, startTraining } from './kit/training.ts';

const shipped = resolve(import.meta.dirname, '../../dist');

/** Replaces the running version by one whose parts have other names, so that every later `import()` of them fails. */
export async function lostChunks(stage: Stage): Promise<void> {
  const { random } = stage;
  const version = join(stage.home, 'dist');
  cpSync(shipped, version, { recursive: true });
  const keeperProgram = join(version, 'keeper.js');
  const training = await startTraining(stage, { keeperProgram });
  const directory = dirname(training.record.log);
  const isArmedFirst = random.integer(0, 1) === 0;
  if (!isArmedFirst) upgrade(stage, version);
  try {
    await asked(training.record, keeperProgram, async (control) => control.arm({ when: 'checkpoint' }));
  } catch (error) {
    // Replaced while it still loaded its parts, it says so at once, and what to do.
    const [, keeper] = /replaced or removed while it started; `kill (\d+)`/.exec(errorMessage(error)) ?? [];
    if (keeper === undefined) throw error;
    stage.did('stops refused');
    process.kill(Number(keeper));
    await eventually('that keeper has left', () => currentKeeper(directory)?.pid !== Number(keeper));
    await asked(training.record, shippedKeeper, async (control) => control.arm({ when: 'checkpoint' }));
  }
  if (isArmedFirst) upgrade(stage, version);
  // Its successor is of the version that is there then.
  if (oneOf(random, [false, false, true]) && kill(currentKeeper(directory)?.pid ?? Number.NaN)) {
    stage.did('keepers killed');
  }
  await asked(training.record, shippedKeeper, async (control) => {
    await eventually('the planned stop is carried out', () => control.exit() !== null);
  });
  stage.did('planned stops');
  await training.verify();
}

/** Gives each part that is named by its content another name, as a build of other content does. */
function upgrade(stage: Stage, version: string): void {
  const programs = readdirSync(version).filter((name) => name.endsWith('.js'));
  for (const name of programs) {
    const text = readFileSync(join(version, name), 'utf8');
    rmSync(join(version, name));
    writeFileSync(join(version, renamed(name)), text.replaceAll(part, renamed));
  }
  stage.did('upgrades');
}

const part = /\b\w+-[A-Z0-9]{8}\.js\b/g;

function renamed(name: string): string {
  return name.replace(part, (found) => found.replace('-', '-NEW'));
}
