import { appendFileSync, closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/**
 * A trainer that prints as pjreddie's Darknet does, saves in place every hundred iterations, and writes down in a
 * ledger what it truly did: `node trainer.ts DIRECTORY MILLISECONDS`, the time an iteration takes. It ends with the
 * status that it finds in `exit`, and of a signal as a program without handlers does.
 */
const [directory = '', pace = '5'] = process.argv.slice(2);
const ledger = join(directory, 'ledger.txt');
let isSaving = false;

const writeDown = (entry: string): void => {
  appendFileSync(ledger, `${entry}\n`);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    writeDown(`signal ${signal}${isSaving ? ' saving' : ''}`);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

await say('shapes');
await say('Learning Rate: 0.001, Momentum: 0.9, Decay: 0.0005');
for (let at = 1; ; at++) {
  await say(`${at}: 1.500000, 1.500000 avg, 0.001000 rate, 0.100000 seconds, ${at * 64} images`);
  writeDown(`line ${at}`);
  if (at % 100 === 0) await save(at);
  const status = statusAsked();
  if (status !== null) {
    writeDown(`exit ${status}`);
    process.exit(status);
  }
  await delay(Number(pace));
}

/** Waits for room on a full disk: what it says is never lost by its own doing. */
async function say(line: string): Promise<void> {
  let rest = Buffer.from(`${line}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch {
      await delay(20);
    }
  }
}

async function save(at: number): Promise<void> {
  const path = join(directory, 'shapes.weights');
  await say(`Saving weights to ${path}`);
  // A signal that came before now is noticed now, as in C or Python: Node alone would go on into the save first.
  await nextTurn();
  isSaving = true;
  const file = openSync(path, 'w');
  writeSync(file, `weights of ${at} `);
  await delay(20);
  writeSync(file, 'whole');
  closeSync(file);
  isSaving = false;
}

function statusAsked(): number | null {
  try {
    return Number(readFileSync(join(directory, 'exit'), 'utf8'));
  } catch {
    return null;
  }
}
