import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { soon } from '../support/soon.ts';
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

  test('in a terminal lists the trainings, opens one with Enter, and comes back to it as it was', async () => {
    const { environment } = freshHome();
    for (const name of ['first', 'second', 'third']) plateau(['run', '--name', name, '--', ...training], environment);
    const { see, press, exited, buffer } = openTerminal([], { environment, columns: 120, rows: 24 });
    await see(/> · third/);
    await see(/first .*1300\/1300/);
    press('/ir');
    await see(/2 of 3 trainings/);
    press('\r');
    await see(/\/ir$/m);
    press('\u001B[B');
    await see(/> · first/);
    press('\r');
    await see(/first {2}ENDED/);
    press('q');
    await see(/2 of 3 trainings[^]*> · first/);
    press('\u001B[A');
    await see(/> · third/);
    press('\r');
    await see(/third {2}ENDED/);
    press('q');
    await see(/> · third/);
    press('q');
    expect((await exited).exitCode).toBe(0);
    expect(buffer()).toBe('normal');
  });

  test('stops one by hand, after its next save, and another at once: both are told as what they are', async () => {
    const { directory, environment } = freshHome();
    for (const name of ['saved', 'cut']) {
      const flags = ['--name', name, '--detach', '--directory', join(directory, name)];
      plateau(['demo', '--iterations', '100000', ...flags], environment);
    }
    const { see, press, exited, written } = openTerminal([], { environment, columns: 120, rows: 30 });
    await see(/> > cut .*\d+\/100000/);
    press('/saved\r');
    await see(/1 of 2 trainings/);
    press('s');
    await see(/stop this training\?[^]*lost[^]*last save[^]*> \[n\] cancel/);
    press('c');
    await see(/saved: to be stopped after the next save\./);
    await see(/STOPPED \(SIGINT\)|ENDED|FINISHED/);
    press('\u001B');
    await see(/· 2 trainings/);
    press('/cut\r');
    await see(/> > cut/);
    press('s');
    await see(/stop this training\?/);
    press('n');
    await see(/^Enter open/m);
    press('s');
    await see(/stop this training\?/);
    press('i');
    await see(/cut .*STOPPED \(SIGINT\)|cut .*ENDED/);
    expect(recordsIn(environment).map(({ state }) => state)).toEqual(['ended', 'ended']);
    press('\r');
    await see(/cut {2}(?:STOPPED BY SIGINT|ENDED)/);
    press('q');
    await see(/1 of 2 trainings/);
    // Whatever was to come has been drawn.
    await soon(async () => {
      const before = written();
      await sleep(300);
      expect(written()).toBe(before);
    });
    press('q');
    expect((await exited).exitCode).toBe(0);
  });
});
