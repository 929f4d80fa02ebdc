import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { needsUsers, startUsers } from '../support/fleet/users.ts';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

/** Seconds in which a training of the demo comes to what is waited for, on a machine that does other work too. */
const patience = 300;

function openList(hosts: string) {
  const { environment } = freshHome();
  const here = { ...environment, PATH: process.env['PATH']! };
  return openTerminal(['--hosts', hosts], { environment: here, columns: 140, rows: 40 });
}

describe(
  'the list of the trainings of three users, each as a host with a real sshd',
  {
    timeout: 900_000,
    ...needsUsers(),
  },
  () => {
    test('tells which diverges and which over-fits, opens one, stops it by hand, and outlasts an sshd that is killed', async () => {
      const [ada, bob, eve] = await startUsers('ada', 'bob', 'eve');
      ada!.train('slip', 'diverge');
      bob!.train('wrong', 'overfit');
      const night = eve!.train('night', 'healthy', ['--iterations', '100000']);
      const { see, press, exited, screen } = openList('ada,bob,eve');
      await see(/3 trainings on 3 machines/);
      await see(/ada +slip/);
      await see(/bob +wrong/);
      await see(/eve +night/);
      await see(/X ada +slip .*DIVERGED/, patience * 1000);

      // Opened over ssh, stopped by hand in the list: after its next save.
      press('/night\r');
      await see(/1 of 3 trainings/);
      press('\r');
      await see(/^night {2}\S/m);
      press('q');
      await see(/1 of 3 trainings[^]*> . eve +night/);
      press('s');
      await see(/stop this training\?[^]*night \(\S+\) on eve/);
      const before = night.log().length;
      press('c');
      await see(/night: to be stopped after the next save\./);
      await see(/eve +night .*STOPPED \(SIGINT\)/, patience * 1000);
      expect(night.log().slice(before)).toContain('Saving weights to ');
      press('\u001B');
      await see(/· 3 trainings/);

      ada!.stop();
      await see(/· ada +away since \d\d:\d\d \(.+\); 1 training/);
      await see(/bob +wrong .*OVER-FITT/, patience * 1000);
      await ada!.start();
      await expect.poll(screen, { timeout: 120_000 }).not.toContain('away since');
      await see(/ada +slip .*DIVERGED/);
      press('q');
      expect((await exited).exitCode).toBe(0);
      expect(night.exit()).toMatchObject({ signal: 'SIGINT' });
    });
  },
);
