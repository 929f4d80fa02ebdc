import process from 'node:process';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished, vi } from 'vitest';
import { plateauProgram } from './plateau.ts';

export interface TerminalOptions {
  readonly environment: Record<string, string>;
  readonly columns?: number;
  readonly rows?: number;
  /** What runs in it, when that is not Plateau itself. */
  readonly command?: readonly [string, ...string[]];
  readonly cwd?: string;
}

/** A real terminal (pty and emulator) with Plateau in it. Everything in it is killed when the test ends. */
export function openTerminal(words: readonly string[], options: TerminalOptions) {
  const { columns = 80, rows = 24, environment } = options;
  const [program, ...rest] = options.command ?? [process.execPath, plateauProgram, ...words];
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pty.spawn(program, rest, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: environment,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let written = 0;
  child.onData((data) => {
    written += data.length;
    emulator.write(data);
  });
  const exited = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => {
    child.onExit(resolve);
  });
  const kill = (signal: string) => {
    try {
      child.kill(signal);
    } catch {
      // It is gone already.
    }
  };
  onTestFinished(() => kill('SIGKILL'));

  const screen = () =>
    Array.from({ length: emulator.rows }, (_, row) => {
      const { active } = emulator.buffer;
      // The emulator keeps what a line had beyond its right border before the terminal became narrower.
      return (
        active
          .getLine(active.viewportY + row)
          ?.translateToString(false, 0, emulator.cols)
          .trimEnd() ?? ''
      );
    }).join('\n');

  return {
    pid: child.pid,
    exited,
    screen,
    kill,
    /** Rows that go on from the row above, because what was written there was wider than the terminal. */
    wrapped: () =>
      Array.from({ length: emulator.rows }, (_, row) => emulator.buffer.active.getLine(row)?.isWrapped === true).filter(
        Boolean,
      ).length,
    /** How many characters were sent to the terminal up to now. */
    written: () => written,
    /** `alternate` while the dashboard is open. */
    buffer: () => emulator.buffer.active.type,
    /** What the terminal was asked to report of the mouse: `none`, or `vt200` for buttons and the wheel. */
    mouse: () => emulator.modes.mouseTrackingMode,
    /** Is told of all that is sent to the terminal from now on. */
    onText: (listener: (text: string) => void) => child.onData(listener),
    press: (keys: string) => child.write(keys),
    resize(width: number, height: number) {
      emulator.resize(width, height);
      child.resize(width, height);
    },
    /** Waits until the text is on the screen. */
    see: (text: string | RegExp, timeout = 30_000) =>
      vi.waitFor(() => expect(screen()).toMatch(text), { timeout, interval: 50 }),
  };
}

export type Terminal = ReturnType<typeof openTerminal>;
