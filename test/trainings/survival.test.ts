import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { demoProgram, freshHome, isAlive, plateauProgram, recordsIn } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { openTerminal } from '../support/real/terminal.ts';

const trainer = [process.execPath, demoProgram, '--iterations', '5000'];

describe('a training that is watched', { timeout: 90_000 }, () => {
  test('goes on when its terminal is closed', async () => {
    const { environment } = freshHome();
    const terminal = openTerminal(['run', '--', ...trainer], { environment });
    await terminal.see(/it \d+\/5,?000/i);
    terminal.kill('SIGHUP');
    await terminal.exited;
    await expectGoingOn(environment);
  });

  test('goes on after five ^C, which only close the dashboard', async () => {
    const { environment } = freshHome();
    const terminal = openTerminal(['run', '--', ...trainer], { environment });
    await terminal.see(/it \d+\/5,?000/i);
    for (let times = 0; times < 5; times++) terminal.press('\u0003');
    await terminal.exited;
    expect(terminal.screen()).toMatch(/The training goes on[\s\S]*Come back with: plateau attach/);
    await expectGoingOn(environment);
  });

  test('goes on after tmux kill-server', needs('tmux'), async () => {
    const { environment, directory } = freshHome();
    const tmux = (...words: string[]) =>
      execFileSync('tmux', ['-S', join(directory, 'tmux.sock'), ...words], { env: environment, encoding: 'utf8' });
    const command = [process.execPath, plateauProgram, 'run', '--', ...trainer].map((word) => `'${word}'`).join(' ');
    tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', command);
    await expect.poll(() => tmux('capture-pane', '-p'), { timeout: 30_000 }).toMatch(/it \d+\/5,?000/i);
    tmux('kill-server');
    await expectGoingOn(environment);
  });
});

async function expectGoingOn(environment: Record<string, string>): Promise<void> {
  // Long enough for a hang-up to arrive late.
  await sleep(1500);
  const [record] = recordsIn(environment);
  expect(record?.state).toBe('running');
  expect(isAlive(record!.training!.pid)).toBe(true);
}
