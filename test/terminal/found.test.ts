import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { themeOf } from '../../src/ui/terminal/theme.ts';
import { freshHome, plateauProgram } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { logUntil } from '../support/terminal/growingLog.ts';

// What the dashboard makes of the terminal that it finds.

const log = logUntil('fixtures/ultralytics/8.3.241-curve.log', /^ +all /, 20);
const question = '\u001B]11;?\u0007\u001B[c';
const whole = /RUNNING[^]*IMPROVING[^]*^\? help/m;

/** The dashboard of a log in a terminal with these variables, and all that it sends there. */
function watchIn(variables: Record<string, string>, words: readonly string[] = [], before: readonly string[] = []) {
  const { directory, environment } = freshHome();
  const path = join(directory, 'training.log');
  writeFileSync(path, log);
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const command = [...before, process.execPath, plateauProgram, 'watch', ...words, path];
  const terminal = openTerminal([], {
    environment,
    // After what the terminal itself sets, such as TERM.
    command: ['env', ...settings, ...command],
    cwd: directory,
    columns: 120,
    rows: 40,
  });
  let text = '';
  terminal.onText((piece) => {
    text += piece;
  });
  return { ...terminal, text: () => text, asked: () => text.split(question).length - 1 };
}

describe('the background', () => {
  test.each([
    ['rgb:ffff/ffff/ffff', themeOf('light', 256).title],
    ['rgb:0000/0000/0000', themeOf('dark', 256).title],
  ])('that the terminal tells, %s, decides on the theme', async (colour, style) => {
    const { onText, press, see, text } = watchIn({});
    onText((piece) => {
      if (piece.includes(question)) press(`\u001B]11;${colour}\u0007\u001B[?62;22c`);
    });
    await see(whole);
    expect(text()).toContain(`\u001B[${style}m`);
    press('?');
    await see('this help');
  });

  test('is asked for once, and an answer that comes late is no key', async () => {
    const { press, see, text, asked, screen } = watchIn({});
    await see(whole);
    // The frame after all has been read.
    await see(/^elapsed 1m +saved/m);
    const before = screen();
    // q would close it, s would ask to stop it.
    press('\u001B]11;rgb:ffff/ffff/');
    await sleep(5);
    press('ffff\u001B\\\u001B[?62;22c');
    await sleep(300);
    expect(screen()).toBe(before);
    expect(text()).not.toContain(`\u001B[${themeOf('light', 256).title}m`);
    press('?');
    await see('this help');
    press('\u001B');
    await see(whole);
    expect(asked()).toBe(1);
  });

  test.each([
    ['the configuration does without', { PLATEAU_WITHOUT: 'progress,background', TERM: 'xterm-ghostty' }],
    ['the terminal would print the question', { TERM: 'linux' }],
  ])('is not asked for where %s, and no progress is shown', async (_, variables) => {
    const { see, asked, text } = watchIn(variables);
    await see(whole);
    expect(asked()).toBe(0);
    expect(text()).not.toContain('\u001B]9;4;');
  });
});

describe('characters', () => {
  test('are ASCII where the locale has no others', async () => {
    const plain = watchIn({ LC_ALL: 'C' });
    await plain.see(whole);
    expect(plain.screen()).not.toMatch(/[─│┌]/);
  });

  test("are ASCII where tmux's client has no others, so that no corner is shown as _", needs('tmux'), async () => {
    const name = `plateau-found-${process.pid}`;
    onTestFinished(() => void spawnSync('tmux', ['-L', name, 'kill-server']));
    const tmux = ['tmux', '-L', name, '-f', '/dev/null', 'new-session', 'env', 'LC_ALL=C.UTF-8'];
    const { see, screen } = watchIn({ LC_ALL: 'C', LC_CTYPE: 'C', LANG: 'C' }, [], tmux);
    await see(whole);
    expect(screen()).toMatch(/\+-+/);
    expect(screen()).not.toMatch(/__|[─│┌]/);
  });
});

test('TERM=dumb gets plain lines', async () => {
  const { see, buffer, text } = watchIn({ TERM: 'dumb' });
  await see(/verdict: /);
  expect(buffer()).toBe('normal');
  expect(text()).not.toContain('\u001B');
});

test('progress is shown in the tab where the terminal knows it, and taken away at the end', async () => {
  const { see, press, exited, text } = watchIn({ TERM: 'xterm-ghostty' });
  await see(whole);
  await expect.poll(text).toMatch(/\u001B\]9;4;1;\d+\u0007/);
  press('q');
  await exited;
  expect(text().lastIndexOf('\u001B]9;4;0\u0007')).toBeGreaterThan(text().lastIndexOf('\u001B]9;4;1;'));
});

test('y in the verdict pane copies the command that comes back', async () => {
  const { press, see, text } = watchIn({ TERM: 'xterm-ghostty' });
  await see(whole);
  press('5');
  await see('>5 verdict');
  press('y');
  await see(/Copied: plateau watch /);
  const [, copied] = /\u001B\]52;c;([^\u0007]+)\u0007/.exec(text()) ?? [];
  expect(Buffer.from(copied ?? '', 'base64').toString()).toMatch(/^plateau watch .*training\.log$/);
});
