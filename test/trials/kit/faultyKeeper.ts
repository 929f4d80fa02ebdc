import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Fault } from './fault.ts';

/**
 * The keeper as it is shipped, to which a fault happens at one of the steps in which it writes files. TRIAL_FAULT says
 * which: it happens to the first keeper that comes so far, and its successors find its marker.
 */
const fault: Fault = JSON.parse(process.env['TRIAL_FAULT'] ?? '');
const writing = ['openSync', 'writeFileSync', 'appendFileSync', 'fsyncSync', 'renameSync', 'symlinkSync'] as const;
let steps = 0;

for (const name of writing) {
  const real = fs[name];
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      if (isWritten(name, args) && isDue()) happen(name, args);
      return Reflect.apply(real, fs, args);
    },
  });
}
syncBuiltinESMExports();
await import(resolve(import.meta.dirname, '../../../dist/keeper.js'));

/** A file that is opened to be read is not written. */
function isWritten(name: string, [, flags]: readonly unknown[]): boolean {
  return name !== 'openSync' || (typeof flags === 'string' && flags !== 'r');
}

function isDue(): boolean {
  steps += 1;
  const isNow = steps >= fault.at && steps < fault.at + fault.times;
  if (!isNow) return false;
  try {
    fs.mkdirSync(`${fault.marker}-${steps}`);
    return true;
  } catch {
    return false;
  }
}

function happen(name: string, [target, content]: readonly unknown[]): void {
  if (fault.kind !== 'kill') throw Object.assign(new Error(`${fault.kind}: write`), { code: fault.kind });
  // In the middle of a write, too.
  if (name === 'writeFileSync' && typeof target === 'number' && typeof content === 'string') {
    fs.writeSync(target, content.slice(0, content.length / 2));
  }
  process.kill(process.pid, 'SIGKILL');
}
