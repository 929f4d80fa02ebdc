import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { StopPlan } from '../../src/stopping/control.ts';
import { fakeClock } from '../support/keeper/fakeClock.ts';
import { asked } from './kit/asked.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';
import { shippedKeeper, startTraining } from './kit/training.ts';

const plateauProgram = resolve(import.meta.dirname, '../../bin/plateau.js');

/** Seconds by which a clock is set: a second, a minute, an hour, a day, a year. */
const stepsOfClock = [-31_536_000, -3600, -60, -1, 1, 60, 3600, 86_400];
/** Seconds after which a stop comes without a save. */
const within = 4;

/** Sets the clock of keeper, trainer and commands forwards and backwards while a stop is planned. */
export async function clockSteps(stage: Stage): Promise<void> {
  const { random } = stage;
  const set = fakeClock(stage.home, stage.finally);
  // One that waits for a save gets it, the other one must not.
  const isSaving = random.integer(0, 1) === 0;
  const training = await startTraining(stage, { pace: isSaving ? 10 : 200 });
  const plan: StopPlan = isSaving ? { when: 'checkpoint' } : { when: 'checkpoint', within };
  await asked(training.record, shippedKeeper, async (control) => {
    const armed = performance.now();
    await control.arm(plan);
    for (let left = random.integer(1, 3); left > 0; left--) {
      await delay(random.uniform() * 300);
      set(oneOf(random, stepsOfClock));
      stage.did('clock steps');
    }
    if (!isSaving) expectNotStalled(stage, training.record.id);
    await eventually('the planned stop is carried out', () => control.exit() !== null);
    const seconds = (performance.now() - armed) / 1000;
    if (!isSaving && seconds < within - 0.5)
      stage.violation(`the stop came after ${seconds} s, and not after ${within}`);
  });
  set(0);
  await training.verify();
  stage.did('planned stops');
}

/** A training that writes several lines a second has not stalled, whatever the clock says. */
function expectNotStalled(stage: Stage, id: string): void {
  const { stdout } = spawnSync(process.execPath, [plateauProgram, 'status', id, '--json'], { encoding: 'utf8' });
  if (stdout.includes('"name":"stalled"') || stdout.includes('"name": "stalled"')) {
    stage.violation('a training that writes several lines a second is called stalled');
  }
}
