import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { connectControl } from '../../../src/keeper/socket/controlClient.ts';
import { endHaltedKeeper, haltedKeeper } from '../../../src/keeper/socket/haltedKeeper.ts';
import { processFacts } from '../../../src/processes/processes.ts';
import { currentKeeper } from '../../../src/runs/keeperLock.ts';
import { filesIn } from '../../../src/runs/runDirectory.ts';
import { openRoom, until } from '../../support/keeper/room.ts';
import { onLinux } from '../../support/skipUnless.ts';

const room = openRoom();

test(
  'a keeper that was stopped with SIGSTOP is named, and reached once it goes on',
  { timeout: 60_000, ...onLinux },
  async () => {
    const record = await room.start('sleep 600');
    const { pid } = record.keeper!;
    process.kill(pid, 'SIGSTOP');
    await expect(room.connect(record)).rejects.toThrow(`(process ${pid}) is stopped by SIGSTOP`);
    const later = room.connect(record);
    process.kill(pid, 'SIGCONT');
    expect((await later).exit()).toBeNull();
  },
);

test(
  'a keeper that is stopped with SIGSTOP while it is asked is named, and does what it was asked once it goes on',
  { timeout: 60_000, ...onLinux },
  async () => {
    const record = await room.start('sleep 600');
    const { pid } = record.keeper!;
    const control = await room.connect(record);
    process.kill(pid, 'SIGSTOP');
    await expect(control.pause()).rejects.toThrow(
      new RegExp(`\\(process ${pid}\\) is stopped by SIGSTOP.*What was asked for is done as soon as it goes on\\.$`),
    );
    process.kill(pid, 'SIGCONT');
    await until(() => control.paused());
  },
);

test(
  'a keeper that was stopped with SIGSTOP can be ended, and a new one takes over',
  { timeout: 60_000, ...onLinux },
  async () => {
    const record = await room.start('sleep 600');
    const { pid } = record.keeper!;
    process.kill(pid, 'SIGSTOP');
    await until(() => haltedKeeper(dirname(record.log)) !== null);
    await endHaltedKeeper(record, 'a test');
    expect(processFacts(pid)).toBeNull();
    const control = await room.connect(record);
    expect((await control.target())?.pid).toBe(record.training?.pid);
    expect(readFileSync(filesIn(dirname(record.log)).audit, 'utf8')).toContain(`a test took over from ${pid}`);
    const keeper = currentKeeper(dirname(record.log))!;
    expect(keeper.pid).not.toBe(pid);
    await endHaltedKeeper(record, 'a test');
    expect(currentKeeper(dirname(record.log))).toEqual(keeper);
  },
);

test('a keeper that is killed while it starts is followed by the next one', async () => {
  const record = await room.start(['sleep', '60']);
  const keeper = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
  process.kill(keeper, 'SIGKILL');
  await until(() => processFacts(keeper) === null);
  const killed = join(room.directory, 'killed');
  const program = join(room.directory, 'dies-once.mjs');
  writeFileSync(
    program,
    `import { existsSync, writeFileSync } from 'node:fs';
    if (!existsSync(${JSON.stringify(killed)})) {
      writeFileSync(${JSON.stringify(killed)}, '');
      process.kill(process.pid, 'SIGKILL');
    }
    await import(${JSON.stringify(room.program())});`,
  );
  const control = await connectControl(record, { keeperProgram: program, by: 'a test' });
  expect(existsSync(killed)).toBe(true);
  expect((await control.target())?.pid).toBe(record.training?.pid);
  control.close();
});
