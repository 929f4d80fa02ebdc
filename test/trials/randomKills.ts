import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { StopPlan } from '../../src/stopping/control.ts';
import { isInstalled } from '../support/real/programs.ts';
import { asked } from './kit/asked.ts';
import { kill, processesOf, type Role } from './kit/homeProcesses.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';
import { auditedSignals, shippedKeeper, startTraining, type TrialTraining } from './kit/training.ts';

const watcher = resolve(import.meta.dirname, '../support/keeper/watcher.ts');
const plateauProgram = resolve(import.meta.dirname, '../../bin/plateau.js');

/**
 * Kills keepers, guards, screens and tmux servers while a training runs, with or without a planned stop; then the
 * trainer is killed, ends by itself, or is stopped. Whatever was killed, that end is known and the stop carried out.
 */
export async function randomKills(stage: Stage): Promise<void> {
  const { random } = stage;
  const training = await startTraining(stage);
  const plan: StopPlan | null = oneOf(random, [null, { when: 'checkpoint', wait: 60 }]);
  if (plan !== null) {
    await asked(training.record, shippedKeeper, async (control) => control.arm(plan));
    stage.did('planned stops');
  }
  for (let left = random.integer(2, 5); left > 0 && training.truth().signals.length === 0; left--) {
    openScreen(stage, training);
    await delay(random.uniform() * 400);
    killOne(stage, oneOf<Role>(random, ['keeper', 'keeper', 'guard', 'shim', 'screen', 'tmux']));
  }
  await (plan === null ? endUnplanned(stage, training) : endPlanned(training, plan));
}

/** A planned stop waits for a keeper when that and its guard were killed: whoever looks next starts one. */
async function endPlanned(training: TrialTraining, plan: StopPlan): Promise<void> {
  await asked(training.record, shippedKeeper, async (control) => {
    if (control.exit() !== null) return;
    await eventually(`the stop ${JSON.stringify(plan)} is carried out`, () => control.exit() !== null);
  });
  await training.verify();
  const sent = auditedSignals(training.record);
  const got = training.truth().signals;
  if (got.join(' ') !== sent.join(' ')) throw new Error(`it got [${got.join(' ')}], and [${sent.join(' ')}] was sent`);
  if (got[0] !== 'SIGINT') throw new Error(`it was stopped with ${got[0] ?? 'no signal'}`);
}

async function endUnplanned(stage: Stage, training: TrialTraining): Promise<void> {
  const killed = stage.random.integer(0, 1) === 0;
  if (killed) {
    kill(training.record.training?.pid ?? Number.NaN);
    stage.did('trainers killed');
  } else {
    training.end(oneOf(stage.random, [0, 1, 7]));
  }
  await training.verify({ killed });
  const { signals } = training.truth();
  if (signals.length > 0) throw new Error(`nobody asked for a stop, and it got ${signals.join(' ')}`);
}

/** What a person has open: a client of the keeper, or the dashboard in a tmux of its own. */
function openScreen(stage: Stage, { record }: TrialTraining): void {
  if (stage.random.integer(0, 2) > 0 || !isInstalled('tmux')) {
    const client = spawn(process.execPath, [watcher, shippedKeeper, record.id], { stdio: 'ignore' });
    stage.did('clients opened');
    stage.finally(() => {
      client.kill('SIGKILL');
    });
    return;
  }
  const words = [process.execPath, plateauProgram, 'attach', record.id];
  spawnSync('tmux', ['-S', join(stage.home, 'tmux'), '-f', '/dev/null', 'new-session', '-d', ...words]);
  stage.did('dashboards opened in tmux');
  stage.finally(() => {
    spawnSync('tmux', ['-S', join(stage.home, 'tmux'), 'kill-server']);
  });
}

const plural: Readonly<Record<Role, string>> = {
  keeper: 'keepers',
  guard: 'guards',
  shim: 'shims',
  screen: 'screens',
  tmux: 'tmux servers',
  trainer: 'trainers',
  process: 'processes',
};

/** There may be none at this moment: the successor is on its way. */
function killOne(stage: Stage, role: Role): void {
  const found = processesOf(stage.home).filter((each) => each.role === role);
  if (found.length > 0 && kill(oneOf(stage.random, found).pid)) stage.did(`${plural[role]} killed`);
}
