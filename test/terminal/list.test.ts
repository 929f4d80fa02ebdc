import { describe, expect, test } from 'vitest';
import { freshHome, plateau } from '../real/plateau.ts';
import { openTerminal } from '../real/terminal.ts';

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
