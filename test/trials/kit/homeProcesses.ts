import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** A process that runs in the home of a trial: it, or who started it, was given that in its environment. */
export interface HomeProcess {
  readonly pid: number;
  readonly role: Role;
  readonly command: readonly string[];
}

/** `shim`: what stands between keeper and trainer. */
export type Role = 'keeper' | 'guard' | 'shim' | 'screen' | 'tmux' | 'trainer' | 'process';

/** Every living process of a home. Zombies have ended and are none. */
export function processesOf(home: string): readonly HomeProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'utf8').includes(`XDG_STATE_HOME=${home}/`)) return [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').slice(0, -1);
        return command.length === 0 ? [] : [{ pid: Number(name), role: roleOf(command), command }];
      } catch {
        // It has ended, or is another user's.
        return [];
      }
    });
}

/** Kills what is left in a home. */
export function endAll(home: string): void {
  for (const { pid } of processesOf(home)) kill(pid);
}

/** Sends SIGKILL, or another signal. Returns whether the process was still there. */
export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function roleOf([program = '', ...args]: readonly string[]): Role {
  const isNode = /\bnode$/.test(program);
  if (!isNode && args.some((arg) => arg.endsWith('/kit/trainer.py')))
    return /\bpython3$/.test(program) ? 'trainer' : 'shim';
  if (/^(?:.*\/)?tmux\b/.test(program)) return 'tmux';
  if (/\/(?:sh|dash)$/.test(program)) return 'guard';
  if (args.some((arg) => arg === 'attach' || arg.endsWith('/watcher.ts'))) return 'screen';
  return args.some((arg) => /[kK]eeper\.(?:js|ts)$/.test(arg)) ? 'keeper' : 'process';
}
