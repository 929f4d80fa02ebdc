import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { claimKeeping, currentKeeper } from '../../src/runs/keeperLock.ts';
import { thisMachine } from '../../src/processes/thisMachine.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { identityOf } from '../../src/processes/processIdentity.ts';
import { openLink } from '../../src/keeper/socket/keeperLink.ts';
import { openRun } from '../../src/runs/runs.ts';
import { openRoom, until } from '../support/keeper/room.ts';

const room = openRoom();

async function killKeeper(record: RunRecord): Promise<void> {
  const pid = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
  process.kill(pid, 'SIGKILL');
  await until(() => processFacts(pid) === null);
}

function audited(record: RunRecord, event: string): number {
  const lines = readFileSync(join(dirname(record.log), 'events.log'), 'utf8')
    .trim()
    .split('\n');
  return lines.filter((line) => JSON.parse(line).event === event).length;
}

describe('a training whose keeper died', () => {
  test('is adopted by a new keeper when somebody connects, over the socket that the dead one left', async () => {
    const record = await room.start(['sleep', '60']);
    await killKeeper(record);
    expect(existsSync(record.socket ?? '')).toBe(true);
    const control = await room.connect(openRun(record.id));
    expect(await control.target()).toMatchObject({ pid: record.training?.pid, processes: 1 });
    expect(openRun(record.id).keeper?.pid).not.toBe(record.keeper?.pid);
    expect(audited(record, 'adopted')).toBe(1);
  });

  test('is kept to its end, which is told as its shim has seen it', async () => {
    const record = await room.start(['sleep', '60']);
    await killKeeper(record);
    const control = await room.connect(record);
    await control.signal('SIGINT');
    await until(() => control.exit() !== null);
    expect(control.exit()).toMatchObject({ code: null, signal: 'SIGINT', left: [] });
    expect(openRun(record.id)).toMatchObject({ state: 'ended', exit: { code: null, signal: 'SIGINT' } });
  });

  test('is adopted once when several connect at the same moment', async () => {
    const record = await room.start(['sleep', '60']);
    await killKeeper(record);
    const controls = await Promise.all([1, 2, 3].map(async () => room.connect(record)));
    const pids = await Promise.all(controls.map(async (control) => (await control.target())?.pid));
    expect(pids).toEqual(Array.from({ length: 3 }, () => record.training?.pid));
    expect(audited(record, 'adopted')).toBe(1);
  });

  test('is taken over while a screen is open, without its doing', async () => {
    const record = await room.start(['sleep', '60']);
    const control = await room.connect(record);
    await killKeeper(record);
    await until(() => audited(record, 'adopted') === 1);
    expect((await control.target())?.pid).toBe(record.training?.pid);
  });

  test('does not get a second SIGINT from the new keeper while it still handles the first', async () => {
    const record = await room.start('trap "echo saving" INT; echo ready; while :; do sleep 0.1; done');
    await until(() => readFileSync(record.log, 'utf8') === 'ready\n');
    await (await room.connect(record)).signal('SIGINT', { wait: 600 });
    await until(() => readFileSync(record.log, 'utf8').includes('saving'));
    await killKeeper(record);
    const control = await room.connect(record);
    expect(control.ladder()).toMatchObject({ sent: [{ signal: 'SIGINT' }], allowed: [] });
    await expect(control.signal('SIGINT')).rejects.toThrow(/can abort the saving/);
  });

  test('and which has ended too needs no keeper: how it ended is told from its directory', async () => {
    const record = await room.start(['sleep', '60']);
    await killKeeper(record);
    process.kill(record.training?.pid ?? Number.NaN, 'SIGKILL');
    await until(() => openRun(record.id).state === 'ended');
    const control = await room.connect(record);
    expect(control.exit()).toMatchObject({ code: null, signal: 'SIGKILL', left: [] });
    expect(control.ladder().allowed).toEqual([]);
    expect(await control.target()).toBeNull();
    await expect(control.signal('SIGINT')).rejects.toThrow('nothing of the training runs any more');
    expect(currentKeeper(dirname(record.log))).toBeNull();
  });
});

test('a keeper whose socket was removed makes it again for the next one who connects', async () => {
  const record = await room.start(['sleep', '60']);
  rmSync(record.socket ?? '');
  expect((await (await room.connect(record)).target())?.pid).toBe(record.training?.pid);
  expect(currentKeeper(dirname(record.log))).toEqual(record.keeper);
});

test('something that answers nothing sensible at the socket does not hold a connection up forever', async () => {
  const record = await room.start(['sleep', '60']);
  await killKeeper(record);
  rmSync(record.socket ?? '');
  const impostor = createServer((client) => client.end('{"say":"nonsense"}\nno json\n'));
  await new Promise<void>((resolve) => {
    impostor.listen(record.socket ?? '', resolve);
  });
  expect((await (await room.connect(record)).target())?.pid).toBe(record.training?.pid);
  impostor.close();
});

describe('the lock of a run', () => {
  const self = identityOf(process.pid);

  test('is given to one process, and to no other while that lives', () => {
    const directory = mkdtempSync(join(room.directory, 'lock-'));
    expect(claimKeeping(directory, self)).toBe(true);
    expect(claimKeeping(directory, { pid: 1, startTime: 1 })).toBe(false);
    expect(currentKeeper(directory)).toEqual(self);
  });

  test('goes to the next when its holder is dead, or another process has its number now', () => {
    const directory = mkdtempSync(join(room.directory, 'lock-'));
    symlinkSync(`${process.pid}:${(self.startTime ?? 0) - 1}:${thisMachine().boot}`, join(directory, 'keeper.2'));
    expect(currentKeeper(directory)).toBeNull();
    symlinkSync(`${process.pid}:${self.startTime}:another-boot`, join(directory, 'keeper.3'));
    expect(currentKeeper(directory)).toBeNull();
    expect(claimKeeping(directory, self)).toBe(true);
    expect(readdirSync(directory)).toEqual(['keeper.4']);
  });
});

test('a request that comes again, over another connection or to another keeper, is carried out once', async () => {
  const record = await room.start('trap "echo saving" INT; echo ready; while :; do sleep 0.1; done');
  await until(() => readFileSync(record.log, 'utf8') === 'ready\n');
  const request = { request: 'the same', ask: 'signal', signal: 'SIGINT', wait: 0, by: 'a test' } as const;
  const ask = async (): Promise<unknown> => {
    const link = await openLink(
      record.socket ?? '',
      { onStatus: () => {}, onLost: () => {} },
      new AbortController().signal,
    );
    const answer = await link.ask(request);
    link.close();
    return answer;
  };
  const answers = [await ask(), await ask()];
  await killKeeper(record);
  await room.connect(record);
  answers.push(await ask());
  expect(answers).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ problem: null })));
  expect(audited(record, 'signal')).toBe(1);
});

test('a damaged audit log does not hinder an adoption', async () => {
  const record = await room.start(['sleep', '60']);
  await killKeeper(record);
  writeFileSync(join(dirname(record.log), 'events.log'), '{"event":"signal","sig');
  expect((await room.connect(record)).ladder()).toMatchObject({ sent: [], allowed: ['SIGINT'] });
});
