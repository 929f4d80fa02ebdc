import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reviveKeeper, reviveKeepers } from '../../src/keeper/reviveKeeper.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { filesIn } from '../../src/runs/runDirectory.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { openRun } from '../../src/runs/runs.ts';
import { killKeeping } from '../support/keeper/killKeeping.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { onLinux } from '../support/skipUnless.ts';

const room = openRoom();

/** A training with a planned stop of which nothing lives but itself and its shim. */
async function unkept(): Promise<RunRecord> {
  const record = await room.start(['sleep', '600'], { plan: { when: 'advice', grace: 600 } });
  await killKeeping(record);
  return openRun(record.id);
}

const keeperOf = ({ log }: RunRecord): number | null => currentKeeper(dirname(log))?.pid ?? null;

describe('a planned stop whose keeper and guard were killed', onLinux, () => {
  test('gets a keeper from whoever asks how the training does', async () => {
    const record = await unkept();
    expect(record.problem).toBe('Its planned stop must wait for a keeper, which whoever looks at it starts.');
    const revived = await reviveKeeper(record, room.program());
    expect(revived).toMatchObject({ problem: null, state: 'running', armed: { plan: { when: 'advice' } } });
    expect(keeperOf(record)).not.toBeNull();
    expect(keeperOf(record)).toBe(revived.keeper?.pid);
    expect(await reviveKeeper(revived, '/nonexistent')).toBe(revived);
  });

  test('gets one from lists and status lines, at most once a minute', async () => {
    const record = await unkept();
    await reviveKeepers([record], room.program());
    await until(() => keeperOf(record) !== null);
    await until(() => openRun(record.id).keeper?.pid === keeperOf(record));
    await killKeeping(record);
    const { revived } = filesIn(dirname(record.log));
    const tried = join(room.directory, 'tried');
    const program = join(room.directory, 'tells.mjs');
    writeFileSync(program, `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(tried)}, '');`);
    await reviveKeepers([openRun(record.id)], program);
    const aMinuteAgo = Date.now() / 1000 - 61;
    utimesSync(revived, aMinuteAgo, aMinuteAgo);
    expect(existsSync(tried)).toBe(false);
    await reviveKeepers([openRun(record.id)], program);
    await until(() => existsSync(tried));
  });

  test('is said to wait, with the reason, where no keeper can be started', async () => {
    const record = await unkept();
    const program = join(room.directory, 'fails.mjs');
    writeFileSync(program, `throw new Error('no such luck');`);
    expect((await reviveKeeper(record, program)).problem).toMatch(
      /^Its planned stop must wait for a keeper.* The keeper of this training could not start: Error: no such luck$/,
    );
    const removed = { ...record, log: join(room.directory, 'removed/output.log') };
    expect((await reviveKeeper(removed, program)).problem).toContain(join(room.directory, 'removed'));
  });

  test('gets none from another machine, boot or container', async () => {
    const record = await unkept();
    const machine = { ...record.machine!, boot: 'another', bootId: 'another', id: 'another', host: 'gpu7' };
    const foreign = { ...record, machine };
    expect(await reviveKeeper(foreign, room.program())).toBe(foreign);
    expect(keeperOf(record)).toBeNull();
  });
});

test('the end that no keeper saw is told by the one that the next look starts', onLinux, async () => {
  const told = join(room.directory, 'told');
  const tell = join(room.directory, 'tell.sh');
  writeFileSync(tell, `#!/bin/sh\necho "$@" >>${told}\n`, { mode: 0o700 });
  const go = join(room.directory, 'go');
  const record = await room.start(`while [ ! -e ${go} ]; do sleep 0.05; done; exit 7`, {
    notices: { command: [tell], cwd: room.directory, webhooks: [] },
  });
  await killKeeping(record);
  writeFileSync(go, '');
  await until(() => processFacts(record.training?.pid ?? 0) === null && openRun(record.id).state === 'ended');
  expect(existsSync(told)).toBe(false);
  await reviveKeeper(openRun(record.id), room.program());
  await until(() => existsSync(told) && readFileSync(told, 'utf8').includes('ended with exit status 7'));
  await until(() => keeperOf(record) === null);
  const settled = openRun(record.id);
  expect(await reviveKeeper(settled, room.program())).toBe(settled);
});
