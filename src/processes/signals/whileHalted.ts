import { spawn } from 'node:child_process';
import { areThreadsHalted } from '../proc/procFiles.ts';
import { deliver } from './deliver.ts';

/**
 * Halts processes with SIGSTOP, acts, and lets them go on. A file that one of them was just opening is open then, as a
 * process halts only after the system call that it is in. `targets` as for kill(2); `pids`: all of them, which must not
 * be halted already. Should this process be killed meanwhile, a shell lets them go on: it reads a pipe, which ends with
 * this process. Synchronous, though it takes some milliseconds: a signal is recorded before it is sent, and nothing
 * else that this process does may come between.
 */
export function whileHalted<Result>(targets: readonly number[], pids: readonly number[], act: () => Result): Result {
  const words = ['-c', 'read -r _; kill -s CONT -- "$@"', 'sh', ...targets.map(String)];
  const release = spawn('/bin/sh', words, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // It could not be started: nobody is halted then.
  release.on('error', () => {});
  if (release.pid === undefined) return act();
  try {
    signalEach(targets, 'SIGSTOP');
    untilHalted(pids);
    return act();
  } finally {
    signalEach(targets, 'SIGCONT');
    // Or it would let them go on once more, perhaps after somebody has paused them.
    release.kill('SIGKILL');
  }
}

function untilHalted(pids: readonly number[]): void {
  const limit = performance.now() + patience;
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (performance.now() < limit && !pids.every(areThreadsHalted)) Atomics.wait(nobody, 0, 0, pollInterval);
}

/** Milliseconds: a process that waits for a network file system may take much longer, and is not waited for. */
const patience = 300;
const pollInterval = 0.5;

function signalEach(targets: readonly number[], signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const target of targets) {
    try {
      deliver(target, signal);
    } catch {
      // It is not this user's: what comes next says so.
    }
  }
}
