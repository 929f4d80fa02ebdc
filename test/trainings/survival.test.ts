import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
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
  const { log } = recordsIn(environment)[0]!;
  // A hang-up that arrives late would end it long before it has trained on.
  const before = iterationsIn(log);
  await expect.poll(() => iterationsIn(log)).toBeGreaterThan(before + 10);
  const [record] = recordsIn(environment);
  expect(record?.state).toBe('running');
  expect(isAlive(record!.training!.pid)).toBe(true);
}

function iterationsIn(log: string): number {
  return Array.from(readFileSync(log, 'utf8').matchAll(/^ ?\d+: /gm)).length;
}
