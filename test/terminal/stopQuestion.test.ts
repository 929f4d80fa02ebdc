import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau, plateauProgram, recordsIn } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { soon } from '../support/soon.ts';

const endless = ['run', '--detach', '--name', 'endless', '--', 'sh', '-c', 'while :; do sleep 0.2; done'];

describe('plateau stop, by hand', () => {
  test('says whom it would stop and asks, and stops nothing without a yes', { timeout: 90_000 }, async () => {
    const { environment } = freshHome();
    plateau(endless, environment);
    const no = openTerminal(['stop'], { environment, columns: 110, rows: 24 });
    await no.see(/Would stop endless/);
    await no.see(/Stop it now\?/);
    no.press('\r');
    await no.exited;
    expect(recordsIn(environment)[0]).toMatchObject({ state: 'running', armed: null });
    const yes = openTerminal(['stop'], { environment, columns: 110, rows: 24 });
    await yes.see(/Stop it now\?/);
    yes.press('y\r');
    await yes.exited;
    await soon(() => expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended' }), 200);
  });

  test('does not ask with --yes', { timeout: 60_000 }, async () => {
    const { environment } = freshHome();
    plateau(endless, environment);
    await openTerminal(['stop', '--yes'], { environment, columns: 110, rows: 24 }).exited;
    await soon(() => expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended' }), 200);
  });

  test('stops what it says although its reader leaves at once', { timeout: 60_000 }, async () => {
    const { environment } = freshHome();
    plateau(endless, environment);
    const words = [process.execPath, plateauProgram].map((word) => `'${word}'`).join(' ');
    const { stdout } = spawnSync('sh', ['-c', `${words} stop endless | head -1`], {
      env: environment,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^Stopping endless/);
    await soon(() => expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended' }), 200);
  });
});
