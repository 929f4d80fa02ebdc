import process from 'node:process';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { haltedKeeper } from '../../src/keeper/socket/haltedKeeper.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { until } from '../support/keeper/room.ts';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { onLinux } from '../support/skipUnless.ts';

/** A training whose keeper somebody has stopped with SIGSTOP. */
async function haltedRun(environment: Record<string, string>): Promise<RunRecord> {
  plateau(['run', '--detach', '--', 'sh', '-c', 'while :; do sleep 0.2; done'], environment);
  const record = recordsIn(environment)[0]!;
  process.kill(record.keeper!.pid, 'SIGSTOP');
  await until(() => haltedKeeper(dirname(record.log)) !== null);
  return record;
}

describe('a keeper that was stopped with SIGSTOP', { timeout: 60_000, ...onLinux }, () => {
  test('is named, and the one who asks may take over', async () => {
    const { environment } = freshHome();
    const record = await haltedRun(environment);
    const { pid } = record.keeper!;
    const pause = openTerminal(['pause'], { environment, columns: 110 });
    await pause.see(new RegExp(`process ${pid}`));
    await pause.see(/Take over\? t: /);
    pause.press('t\r');
    expect(await pause.exited).toMatchObject({ exitCode: 0 });
    expect(pause.screen()).toContain('Paused');
    expect(processFacts(pid)).toBeNull();
    expect(currentKeeper(dirname(record.log))).not.toBeNull();
    expect(recordsIn(environment)[0]).toMatchObject({ state: 'running', pauses: [{ to: null }] });
  });

  test('or let it go on', async () => {
    const { environment } = freshHome();
    const record = await haltedRun(environment);
    const attach = openTerminal(['attach'], { environment, columns: 110 });
    await attach.see(/c: let it go on/);
    attach.press('c\r');
    await until(() => attach.buffer() === 'alternate');
    attach.press('q');
    await attach.exited;
    expect(currentKeeper(dirname(record.log))).toEqual(record.keeper);
    expect(haltedKeeper(dirname(record.log))).toBeNull();
  });

  test('or leave it as it is', async () => {
    const { environment } = freshHome();
    const record = await haltedRun(environment);
    const pause = openTerminal(['pause'], { environment, columns: 110 });
    await pause.see(/n: leave it \[n\]/);
    pause.press('\r');
    expect(await pause.exited).toMatchObject({ exitCode: 1 });
    expect(haltedKeeper(dirname(record.log))).toEqual(record.keeper);
  });

  test('is named without a terminal, with the commands that end it or let it go on', async () => {
    const { environment } = freshHome();
    const { pid } = (await haltedRun(environment)).keeper!;
    const { status, stderr } = plateau(['stop'], environment);
    expect(status).toBe(1);
    expect(stderr).toContain(`(process ${pid}) is stopped by SIGSTOP`);
    expect(stderr).toContain(`let it go on with \`kill -CONT ${pid}\`; or end it with \`kill -KILL ${pid}\``);
  });
});
