import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { mutated } from './fuzz/mutate.ts';
import { messages } from './fuzz/samples.ts';
import { asked } from './kit/asked.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { dirname } from 'node:path';
import { eventually, type Stage } from './kit/stage.ts';
import { shippedKeeper, startTraining } from './kit/training.ts';

/** KiB that a keeper may take, whatever it is sent. */
const maxMemory = 300 * 1024;

/** Requests that would stop the training are none of these: what is sent may change the plan, and signal nobody. */
const harmless = messages
  .split('\n')
  .filter((line) => !line.includes('"signal"') && !line.includes('"arm"'))
  .join('\n');

/** Sends damaged messages to the socket of a keeper, which answers and stops the training all the same. */
export async function fuzzSocket(stage: Stage): Promise<void> {
  const { random } = stage;
  const training = await startTraining(stage);
  const { socket, log } = training.record;
  for (let left = random.integer(5, 30); left > 0; left--) {
    const client = connect(socket ?? '');
    client.on('error', () => {});
    for (let inputs = random.integer(1, 10); inputs > 0; inputs--) {
      client.write(mutated(random, [Buffer.from(harmless)]));
      stage.did('inputs sent');
    }
    await delay(random.uniform() * 20);
    if (random.integer(0, 1) === 0) client.destroy();
    else client.end();
  }
  const keeper = currentKeeper(dirname(log));
  if (keeper?.pid !== training.record.keeper?.pid) throw new Error('the keeper died of it');
  const memory = Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${keeper?.pid}/status`, 'utf8'))?.[1]);
  if (memory > maxMemory) stage.violation(`the keeper took ${Math.round(memory / 1024)} MiB`);
  await asked(training.record, shippedKeeper, async (control) => {
    if ((await control.target())?.pid !== training.record.training?.pid)
      throw new Error('the keeper knows another one');
    await control.arm({ when: 'checkpoint' });
    await eventually('the planned stop is carried out', () => control.exit() !== null);
  });
  await training.verify();
}
