import { describe, expect, test } from 'vitest';
import { freshHome, plateau } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

/** A program that writes what Darknet does and ends at once. */
const training = ['sh', '-c', 'cat fixtures/darknet/darknet-alexeyab-fall.log'];

describe('plateau without a command', () => {
  test('prints the help where nothing was started yet', () => {
    const { environment } = freshHome();
    const { status, stdout } = plateau([], environment);
    expect(status).toBe(0);
    expect(stdout).toBe(plateau(['help'], environment).stdout);
  });

  test('without a terminal prints what `plateau runs` does', () => {
    const { environment } = freshHome();
    plateau(['run', '--name', 'first', '--', ...training], environment);
    const { status, stdout } = plateau([], environment);
    expect(status).toBe(0);
    expect(stdout).toContain('first');
    const untimed = (text: string) => text.replaceAll(/\d+ \S+ ago/g, 'ago');
    expect(untimed(stdout)).toBe(untimed(plateau(['runs'], environment).stdout));
  });

  test('opens one that was killed long ago as what it is: over, with its summary and nothing to come', async () => {
    const { environment } = freshHome();
    const half = ['sh', '-c', 'head -2000 fixtures/darknet/darknet-alexeyab-fall.log; kill -TERM $$'];
    plateau(['run', '--name', 'killed', '--', ...half], environment);
    const { see, screen, press, exited } = openTerminal(['attach', 'killed'], { environment, columns: 120, rows: 40 });
    await see(/killed {2}STOPPED BY SIGTERM/);
    await see(/5 verdict summary/);
    expect(screen()).not.toMatch(/ETA|RUNNING|\(go on\)/);
    press('q');
    await exited;
    expect(screen()).toContain('killed: stopped by SIGTERM');
    expect(screen()).not.toContain('still to come');
  });

  test('in a terminal lists the trainings and opens one with Enter', async () => {
    const { environment } = freshHome();
    for (const name of ['first', 'second']) plateau(['run', '--name', name, '--', ...training], environment);
    const { see, press, exited, buffer } = openTerminal([], { environment, columns: 120, rows: 24 });
    await see(/> second/);
    await see(/first .*iteration 1,300/);
    press('\u001B[B');
    await see(/> first/);
    press('\r');
    await see(/first {2}ENDED/);
    press('q');
    expect((await exited).exitCode).toBe(0);
    expect(buffer()).toBe('normal');
  });
});
