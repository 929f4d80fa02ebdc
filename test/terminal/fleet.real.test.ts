import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { startHosts } from '../support/fleet/hosts.ts';
import { freshHome } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { openTerminal } from '../support/real/terminal.ts';

/** Evaluates every few iterations, as Darknet does, until it is stopped. */
const training =
  'i=0; while :; do i=$((i+1)); echo " $i: 0.5, 0.5 avg loss, 0.001 rate, 0.1 seconds, 64 images, 1.5 hours left"; sleep 0.1; done';

describe('the list of trainings on hosts with a real sshd', { timeout: 180_000, ...needs('sshd') }, () => {
  test('opens one over ssh, comes back, stops it by hand, and tells of a host that is away since when', async () => {
    const [one, two] = await startHosts('one', 'two');
    one!.train('alpha', training, '--group', 'pair');
    two!.train('beta', training, '--group', 'pair');
    const { environment } = freshHome();
    const here = { ...environment, PATH: process.env['PATH']! };
    const { see, press, exited, screen } = openTerminal(['--hosts', 'one,two'], {
      environment: here,
      columns: 120,
      rows: 24,
    });
    await see(/2 trainings on 2 machines/);
    await see(/one +alpha +pair/);
    await see(/two +beta +pair/);

    press('/alpha');
    await see(/1 of 2 trainings/);
    press('\r');
    await see(/\/alpha$/m);
    press('\r');
    await see(/^alpha {2}\S/m);
    press('w');
    await see(/why this verdict/);
    press('n');
    await see(/^ *\? help/m);
    press('q');
    await see(/1 of 2 trainings[^]*> . one +alpha/);

    press('s');
    await see(/stop this training\?[^]*alpha \(\S+\) on one/);
    press('i');
    await see(/alpha: the stop is under way\./);
    await see(/alpha .*STOPPED \(SIGINT\)/);

    press('\u001B');
    await see(/· 2 trainings/);
    two!.stop();
    await see(/· two +away since \d\d:\d\d \(.+\); 1 training/);
    await see(/beta/);
    await two!.start();
    await expect.poll(screen, { timeout: 60_000 }).not.toContain('away since');
    await see(/> two +beta/);
    press('q');
    expect((await exited).exitCode).toBe(0);
  });
});
