import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** A process that nobody has any business to signal. */
export interface Bystander {
  /** The signal it got; null when it got none and lives. */
  readonly harm: () => string | null;
  readonly close: () => void;
}

/** Writes every signal down that can be caught. Its command line looks like that of a trainer. */
const script = `for name in HUP INT QUIT USR1 USR2 TERM CONT TSTP; do trap "echo SIG$name >>'$0'" $name; done
while :; do sleep 5 & wait $!; done`;

/** Starts a bystander that writes into a directory. It belongs to no home, so that nobody finds it there. */
export function startBystander(directory: string): Bystander {
  const file = join(directory, 'bystander.txt');
  writeFileSync(file, '');
  const { pid = Number.NaN } = spawn('/bin/sh', ['-c', script, file, 'detector', 'train', 'shapes.data'], {
    stdio: 'ignore',
    detached: true,
    env: { PATH: process.env['PATH'] },
  });
  return {
    harm: () => {
      const [signal = ''] = readFileSync(file, 'utf8').split('\n');
      return signal === '' ? silentHarm(pid) : signal;
    },
    close: () => {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It was killed, which `harm` has said.
      }
    },
  };
}

/** What no process can catch. */
function silentHarm(pid: number): string | null {
  try {
    return /^State:\tT/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')) ? 'SIGSTOP' : null;
  } catch {
    return 'SIGKILL';
  }
}
