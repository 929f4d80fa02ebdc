import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { asked } from './kit/asked.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';
import { shippedKeeper, startTraining } from './kit/training.ts';

const plateauProgram = resolve(import.meta.dirname, '../../bin/plateau.js');

/** `nobody` of Debian and others. */
const other = 65_534;

/** Whether another user may be played here, who can read the program. */
export function canPlayAnother(): boolean {
  return asOther([process.execPath, plateauProgram, '--version'], {}).status === 0;
}

/** Another user of the machine tries to read, to change and to stop the training of this one, and sets traps for it. */
export async function twoUsers(stage: Stage): Promise<void> {
  const { random } = stage;
  chmodSync(stage.home, 0o755);
  const shared = join(stage.home, 'shared');
  mkdirSync(shared);
  chmodSync(shared, 0o1777);
  process.env['TMPDIR'] = shared;
  stage.finally(() => {
    delete process.env['TMPDIR'];
  });
  const traps = setTraps(shared);
  const training = await startTraining(stage);
  const { log, socket, id } = training.record;
  const environment = { XDG_STATE_HOME: join(stage.home, 'state'), HOME: shared, TMPDIR: shared };
  const attempts: Readonly<Record<string, readonly string[]>> = {
    'to read the log': ['cat', log],
    'to read the record': ['cat', join(dirname(log), 'run.json')],
    'to list the run': ['ls', dirname(log)],
    'to write into the log': ['sh', '-c', `echo forged >> '${log}'`],
    'to reach the keeper': [process.execPath, '-e', connecting, socket ?? ''],
    'to stop it': [process.execPath, plateauProgram, 'stop', id, '--now'],
    'to remove it': [process.execPath, plateauProgram, 'runs', 'rm', id],
    'to signal the trainer': ['kill', '-INT', String(training.record.training?.pid)],
    'to signal the keeper': ['kill', '-TERM', String(training.record.keeper?.pid)],
  };
  for (let left = random.integer(3, 6); left > 0; left--) {
    const what = oneOf(random, Object.keys(attempts));
    if (asOther(attempts[what]!, environment).status === 0) stage.violation(`another user managed ${what}`);
    stage.did(`tries ${what}`);
  }
  spawnSync(process.execPath, [plateauProgram, 'runs', '--json'], { stdio: 'ignore' });
  for (const trap of traps()) stage.violation(`a trap of another user was used: ${trap}`);
  if (training.truth().signals.length > 0) throw new Error('the training got a signal');
  await asked(training.record, shippedKeeper, async (control) => {
    await control.arm({ when: 'checkpoint' });
    await eventually('the planned stop is carried out', () => control.exit() !== null);
  });
  await training.verify();
}

const connecting = `const client = require('node:net').connect(process.argv[1]);
client.on('error', () => process.exit(1)); client.on('data', () => process.exit(0));`;

function asOther(words: readonly string[], environment: Readonly<Record<string, string>>) {
  const as = [`--reuid=${other}`, `--regid=${other}`, '--clear-groups', '--', ...words];
  return spawnSync('setpriv', as, {
    env: { PATH: process.env['PATH'], ...environment },
    timeout: 60_000,
    stdio: 'ignore',
  });
}

/** Directories that the other user made in the shared one, where Node and Plateau look. Returns what came into them. */
function setTraps(shared: string): () => readonly string[] {
  const trapped = ['node-compile-cache', `plateau-${process.getuid?.()}`].map((name) => join(shared, name));
  for (const trap of trapped) asOther(['sh', '-c', `mkdir -m 777 '${trap}' && echo bait > '${trap}/bait'`], {});
  return () => trapped.flatMap((trap) => readdirSync(trap).filter((name) => name !== 'bait'));
}
