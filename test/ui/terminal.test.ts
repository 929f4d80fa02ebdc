import process from 'node:process';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { afterEach, describe, expect, test } from 'vitest';
import { atRest } from '../support/real/atRest.ts';
import { soon } from '../support/soon.ts';

/** The built program in a real terminal: what only a terminal can show. */
const program = 'bin/plateau.js';
const log = 'fixtures/darknet/darknet-alexeyab-fall.log';

const open: pty.IPty[] = [];

afterEach(() => {
  for (const child of open.splice(0)) child.kill('SIGKILL');
});

function spawn(file: string, words: readonly string[], columns = 80, rows = 24) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pty.spawn(file, words.slice(), {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: { ...process.env, PS1: '$ ' },
  });
  open.push(child);
  let bytes = 0;
  child.onData((data) => {
    bytes += Buffer.byteLength(data);
    terminal.write(data);
  });
  const exited = new Promise<{ exitCode: number; signal?: number }>((resolve) => {
    child.onExit(resolve);
  });
  const screen = () =>
    Array.from({ length: terminal.rows }, (_, y) => {
      const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y);
      return line?.translateToString(true) ?? '';
    }).join('\n');
  return {
    child,
    exited,
    screen,
    bytes: () => bytes,
    buffer: () => terminal.buffer.active.type,
    mouse: () => terminal.modes.mouseTrackingMode,
    see: async (text: string | RegExp) => soon(() => expect(screen()).toMatch(text)),
    resize: (wide: number, tall: number) => {
      terminal.resize(wide, tall);
      child.resize(wide, tall);
    },
  };
}

async function watch(columns = 80, rows = 24, flags: readonly string[] = []) {
  const opened = spawn(process.execPath, [program, 'watch', ...flags, log], columns, rows);
  await opened.see(/1300\/1300/);
  return opened;
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

describe('in a real terminal, the dashboard', () => {
  test('leaves no cell of an earlier size behind', async () => {
    const { child, screen, bytes, resize, see } = await watch(120, 40);
    for (const [columns, rows] of [
      [40, 12],
      [200, 60],
      [29, 7],
      [1, 1],
      [61, 14],
      [80, 24],
    ] as const) {
      resize(columns, rows);
      await pause(60);
    }
    await see(/^\? help/m);
    const left = await atRest(screen);
    const before = bytes();
    child.write('\u000C');
    await soon(() => expect(bytes()).toBeGreaterThan(before));
    expect(await atRest(screen)).toBe(left);
  });

  test('writes no byte while nothing happens', async () => {
    const { bytes } = await watch();
    await pause(1500);
    const before = bytes();
    await pause(7000);
    expect(bytes() - before).toBe(0);
  });

  test('gives the terminal back on q, with the summary on the normal screen', async () => {
    const { child, exited, screen, buffer, mouse } = await watch();
    expect(buffer()).toBe('alternate');
    expect(mouse()).toBe('none');
    child.write('m');
    await soon(() => expect(mouse()).toBe('vt200'));
    child.write('q');
    expect((await exited).exitCode).toBe(0);
    await soon(() => expect(buffer()).toBe('normal'));
    expect(mouse()).toBe('none');
    expect(screen()).toContain('best mAP50 82.7 % at iteration 100');
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'])('gives the terminal back on %s', async (signal) => {
    const { child, exited, buffer, mouse } = await watch(80, 24, ['--mouse']);
    await soon(() => expect(mouse()).toBe('vt200'));
    child.kill(signal);
    await exited;
    await soon(() => expect(buffer()).toBe('normal'));
    expect(mouse()).toBe('none');
  });

  test('goes to the background with ^Z and comes back whole with fg', async () => {
    const { child, see, buffer, screen, mouse } = spawn('bash', ['--norc', '--noprofile', '-i']);
    await see(/\$ $/m);
    child.write(`'${process.execPath}' ${program} watch --mouse ${log}\r`);
    await see(/1300\/1300/);
    const before = await atRest(screen, 50);
    child.write('\u001A');
    await soon(() => expect(buffer()).toBe('normal'));
    await see(/Stopped/);
    expect(mouse()).toBe('none');
    child.write('echo here\r');
    await see(/^here$/m);
    child.write('fg\r');
    await soon(() => expect(buffer()).toBe('alternate'));
    await soon(() => expect(screen()).toBe(before));
    expect(mouse()).toBe('vt200');
    child.write('q');
    await soon(() => expect(buffer()).toBe('normal'));
    expect(mouse()).toBe('none');
  });
});
