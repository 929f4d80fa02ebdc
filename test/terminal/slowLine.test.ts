import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freshHome, plateauProgram } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { soon } from '../support/soon.ts';

const bytes = readFileSync('fixtures/demo/healthy.log');

/** tmux in a terminal that takes no more than so many bytes a second: a bad line. */
function openTmux(words: readonly string[], environment: Record<string, string>, bytesPerSecond: number) {
  const socket = `plateau-slow-${process.pid}`;
  const emulator = new xterm.Terminal({ cols: 100, rows: 32, allowProposedApi: true });
  const command = [process.execPath, plateauProgram, ...words].map((word) => `'${word}'`).join(' ');
  const child = pty.spawn('tmux', ['-L', socket, '-f', '/dev/null', 'new-session', command], {
    name: 'xterm-256color',
    cols: 100,
    rows: 32,
    env: environment,
    // A raw byte is one character, so that a cut between two of them is what the line does.
    encoding: null,
  });
  const waiting: Buffer[] = [];
  let taken = 0;
  child.onData((data: string | Buffer) => void waiting.push(Buffer.from(data)));
  const timer = setInterval(() => {
    let room = Math.floor(bytesPerSecond / 20);
    while (room > 0 && waiting.length > 0) {
      const first = waiting.shift()!;
      const piece = first.subarray(0, room);
      if (piece.length < first.length) waiting.unshift(first.subarray(piece.length));
      emulator.write(piece);
      taken += piece.length;
      room -= piece.length;
    }
  }, 50);
  onTestFinished(() => {
    clearInterval(timer);
    spawnSync('tmux', ['-L', socket, 'kill-server']);
    child.kill('SIGKILL');
  });
  const rows = () =>
    Array.from(
      { length: 31 },
      (_, row) =>
        emulator.buffer.active
          .getLine(emulator.buffer.active.viewportY + row)
          ?.translateToString(true)
          .trimEnd() ?? '',
    );
  const inTmux = () =>
    spawnSync('tmux', ['-L', socket, 'capture-pane', '-p'], { encoding: 'utf8' })
      .stdout.split('\n')
      .slice(0, 31)
      .map((line) => line.trimEnd());
  return {
    press: (text: string) => child.write(text),
    rows,
    inTmux,
    taken: () => taken,
    behind: () => waiting.reduce((sum, piece) => sum + piece.length, 0),
  };
}

describe('in tmux over a line of 20 KB/s, the dashboard', needs('tmux'), () => {
  test('keeps up with a training, answers keys, and shows what tmux shows as soon as the line is quiet', async () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'training.log');
    writeFileSync(path, bytes.subarray(0, 300_000));
    const line = openTmux(['watch', path], environment, 20_000);
    await soon(() => expect(line.rows().join('\n')).toContain('? help'), 100);
    let written = 300_000;
    const slowest: number[] = [];
    for (const [key, text] of [
      ['?', 'this help'],
      ['n', '>1 loss'],
      ['w', 'evidence for it'],
      ['n', '>1 loss'],
    ] as const) {
      for (let step = 0; step < 10; step++) {
        appendFileSync(path, bytes.subarray(written, (written += 600)));
        await sleep(60);
      }
      const pressed = performance.now();
      line.press(key);
      await soon(() => expect(line.rows().join('\n')).toContain(text));
      slowest.push(performance.now() - pressed);
    }
    // A whole screen of 32 rows is under 20 kB: a key needs at most about a second of the line, however fast the
    // training writes.
    expect(Math.max(...slowest)).toBeLessThan(4000);
    // What piles up on the line would be shown later and later.
    expect(line.behind()).toBeLessThan(20_000);
    await soon(() => {
      expect(line.behind()).toBe(0);
      expect(line.rows()).toEqual(line.inTmux());
    }, 300);
  }, 90_000);
});
