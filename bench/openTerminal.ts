import { readFile } from 'node:fs/promises';
import process from 'node:process';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program in a terminal of its own. */
export interface OpenedTerminal {
  readonly pid: number;
  readonly write: (keys: string) => void;
  /** What it has sent so far. */
  readonly bytes: () => number;
  /** Resolves when the text stands on the screen. Rejects with what stands there instead when it does not come. */
  readonly see: (text: string) => Promise<void>;
  /** Resolves when the program is gone. */
  readonly gone: Promise<void>;
  /** Kills the program. Resolves when it is gone. */
  readonly close: () => Promise<void>;
}

export const columns = 120;
export const rows = 40;

/** Starts a program in a new terminal of 120 by 40. */
export function openTerminal(
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): OpenedTerminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const env = { ...process.env, ...environment };
  const child = pty.spawn(file, words.slice(), { name: 'xterm-256color', cols: columns, rows, env });
  const gone = new Promise<void>((resolve) => child.onExit(() => resolve()));
  let bytes = 0;
  const waiting = new Set<() => void>();
  child.onData((data) => {
    bytes += Buffer.byteLength(data);
    terminal.write(data, () => {
      for (const look of waiting) look();
    });
  });
  const lines = () => {
    const { active } = terminal.buffer;
    return Array.from({ length: rows }, (_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '');
  };
  return {
    pid: child.pid,
    write: (keys) => child.write(keys),
    bytes: () => bytes,
    see: async (text) =>
      new Promise<void>((resolve, reject) => {
        const end = () => {
          waiting.delete(look);
          clearTimeout(timer);
        };
        const look = () => {
          if (!lines().some((line) => line.includes(text))) return;
          end();
          resolve();
        };
        const timer = setTimeout(() => {
          end();
          reject(new Error(`"${text}" did not come up within ${longestWait} s. The screen:\n${lines().join('\n')}`));
        }, longestWait * 1000);
        waiting.add(look);
        look();
      }),
    gone,
    close: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Seconds: longer than anything here may take by far. */
const longestWait = 120;

/** User and system time of a process in seconds, all of its threads. Source: proc_pid_stat(5), fields 14 and 15. */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** USER_HZ: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Resident memory of a process. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
