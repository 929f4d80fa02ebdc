import { setTimeout as sleep } from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { type Grid, readGrid } from './grid.ts';

export interface TerminalOptions {
  readonly command: readonly [string, ...string[]];
  readonly columns: number;
  readonly rows: number;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A real terminal with a program in it. */
export interface Terminal {
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until the text is on the screen. Throws when it does not come, with what is there instead. */
  readonly see: (text: RegExp, seconds?: number) => Promise<void>;
  /** What is on the screen once nothing has been written for a moment: a whole frame. */
  readonly grid: () => Promise<Grid>;
  readonly exited: Promise<void>;
  readonly close: () => void;
}

export function openTerminal({ command, columns, rows, cwd, environment }: TerminalOptions): Terminal {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const [program, ...words] = command;
  const child = pty.spawn(program, words, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: { ...environment },
  });
  let lastWritten = performance.now();
  child.onData((data) => {
    lastWritten = performance.now();
    emulator.write(data);
  });
  const exited = new Promise<void>((resolve) => {
    child.onExit(() => resolve());
  });
  return {
    press: (keys) => child.write(keys),
    resize(width, height) {
      emulator.resize(width, height);
      child.resize(width, height);
    },
    async see(text, seconds = 30) {
      const end = performance.now() + seconds * 1000;
      while (!text.test(textOf(readGrid(emulator)))) {
        if (performance.now() > end) {
          throw new Error(`${text} did not come within ${seconds} s. There is:\n${textOf(readGrid(emulator))}`);
        }
        await sleep(50);
      }
    },
    async grid() {
      while (performance.now() - lastWritten < wholeAfter) await sleep(20);
      return readGrid(emulator);
    },
    exited,
    close() {
      try {
        child.kill('SIGKILL');
      } catch {
        // It is gone already, which is what was wanted.
      }
    },
  };
}

/** Milliseconds: longer than the pieces of one frame lie apart, shorter than one frame from the next. */
const wholeAfter = 250;

function textOf(grid: Grid): string {
  return grid
    .map((row) =>
      row
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');
}
