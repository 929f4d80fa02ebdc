import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { openRun } from '../../src/runs/runs.ts';
import { kill, processesOf } from './kit/homeProcesses.ts';
import { askForEnd, trainerCommand } from './kit/training.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';

const plateauProgram = resolve(import.meta.dirname, '../../bin/plateau.js');

/** That of an end that nobody saw. */
const unknown = 125;

/** `plateau run` without a terminal ends as its training did, or says that it does not know, whatever was killed. */
export async function exitStatuses(stage: Stage): Promise<void> {
  const { random } = stage;
  const directory = join(stage.home, 'training');
  mkdirSync(directory);
  writeFileSync(join(directory, 'ledger.txt'), '');
  const words = [plateauProgram, 'run', '--name', 'trial', '--', ...trainerCommand(directory, 5)];
  const monitor = spawn(process.execPath, words, { stdio: 'ignore' });
  const exited = new Promise<number | null>((done) => {
    monitor.on('exit', (status) => done(status));
  });
  const isRunning = (): boolean => {
    try {
      return openRun(null).state === 'running';
    } catch {
      return false;
    }
  };
  await eventually('the training runs', isRunning);
  const victims = oneOf(random, [[], ['keeper'], ['keeper', 'keeper'], ['guard', 'keeper'], ['shim']]);
  let shimKilled = false;
  for (const victim of victims) {
    const found = processesOf(stage.home).filter(({ role }) => role === victim);
    if (found.length > 0 && kill(found[0]!.pid)) {
      shimKilled ||= victim === 'shim';
      stage.did(`${victim}s killed`);
    }
    await delay(random.uniform() * 500);
  }
  const status = oneOf(random, [1, 7, 137]);
  if (status === 137) kill(openRun(null).training?.pid ?? Number.NaN);
  else askForEnd(directory, status);
  stage.did(status === 137 ? 'trainers killed' : 'trainings that failed');
  const said = await exited;
  if (said !== status && said !== unknown) throw new Error(`it ended with ${status}, and plateau run with ${said}`);
  if (said === unknown && !shimKilled) throw new Error('the shim lived, and the status is unknown');
  stage.did(said === unknown ? 'statuses unknown' : 'statuses true');
}
