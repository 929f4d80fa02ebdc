import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseStat } from '../proc/procText.ts';
import { deliver } from './deliver.ts';

/**
 * Halts processes with SIGSTOP, acts, and lets them go on. A file that one of them was just opening is open then, as a
 * process halts only after the system call that it is in. `targets` as for kill(2); `pids`: all of them, which must not
 * be halted already. Should this process be killed meanwhile, a shell lets them go on: it reads a pipe, which ends with
 * this process.
 */
export async function whileHalted<Result>(
  targets: readonly number[],
  pids: readonly number[],
  act: () => Result,
): Promise<Result> {
  const words = ['-c', 'read -r _; kill -s CONT -- "$@"', 'sh', ...targets.map(String)];
  const release = spawn('/bin/sh', words, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // It could not be started: nobody is halted then.
  release.on('error', () => {});
  if (release.pid === undefined) return act();
  try {
    signalEach(targets, 'SIGSTOP');
    await untilHalted(pids);
    return act();
  } finally {
    signalEach(targets, 'SIGCONT');
    // Or it would let them go on once more, perhaps after somebody has paused them.
    release.kill('SIGKILL');
  }
}

async function untilHalted(pids: readonly number[]): Promise<void> {
  const limit = performance.now() + patience;
  while (performance.now() < limit && !pids.every(isHalted)) await sleep(1);
}

/** Milliseconds: a process that waits for a network file system may take much longer, and is not waited for. */
const patience = 1000;

/** Whether all threads of a process are halted, or it has ended. */
function isHalted(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => {
      const { stopped, ended } = parseStat(pid, readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8'));
      return stopped || ended;
    });
  } catch {
    return true;
  }
}

function signalEach(targets: readonly number[], signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const target of targets) {
    try {
      deliver(target, signal);
    } catch {
      // It is not this user's: what comes next says so.
    }
  }
}
