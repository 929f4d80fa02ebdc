import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { readRecord } from '../../src/runs/runRecord.ts';
import { fileSource } from '../../src/log/files/fileSource.ts';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { processesOfGroup } from '../support/processes/processesOfGroup.ts';

const room = openRoom();
const counting = 'while :; do echo line; sleep 0.05; done';

function sizeOf(record: RunRecord): number {
  return statSync(record.log).size;
}

function group(record: RunRecord): number {
  return record.training?.pid ?? Number.NaN;
}

test('a paused training writes nothing, with all its processes, until it is resumed', async () => {
  const record = await room.start(`sh -c '${counting}' & ${counting}`);
  const control = await room.connect(record);
  await until(() => sizeOf(record) > 0);
  await control.pause();
  await until(() => control.paused());
  await until(() => processesOfGroup(group(record)).every(({ stopped }) => stopped));
  // From here on none of them can write.
  const size = sizeOf(record);
  await expect(control.pause()).rejects.toThrow('It is already paused.');
  expect(sizeOf(record)).toBe(size);
  await control.resume();
  await until(() => !control.paused() && sizeOf(record) > size);
  await expect(control.resume()).rejects.toThrow('It is not paused.');
});

test('every pause is written down, in the record and in the audit log with who asked for it', async () => {
  const record = await room.start(['sleep', '60']);
  const control = await room.connect(record);
  await control.pause();
  await control.resume();
  const [pause] = readRecord(dirname(record.log)).pauses ?? [];
  expect((pause?.to ?? 0) - (pause?.from ?? 0)).toBeGreaterThan(0);
  expect(control.pauses()).toHaveLength(1);
  expect(readFileSync(record.log.replace('output.log', 'events.log'), 'utf8')).toMatch(
    /"event":"paused","by":"a test"[\s\S]*"event":"resumed","by":"a test"/,
  );
});

test('a pause outlives its keeper, and can be ended under the next one', async () => {
  const record = await room.start(['sleep', '60']);
  await (await room.connect(record)).pause();
  const keeper = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
  process.kill(keeper, 'SIGKILL');
  await until(() => processFacts(keeper) === null);
  const control = await room.connect(record);
  expect(control.paused()).toBe(true);
  await control.resume();
  expect(processFacts(group(record))?.stopped).toBe(false);
});

test('what somebody else halts and continues is noticed', async () => {
  const record = await room.start(['sleep', '60']);
  const control = await room.connect(record);
  process.kill(group(record), 'SIGSTOP');
  await until(async () => (await control.target()) !== null && control.paused());
  process.kill(group(record), 'SIGCONT');
  await until(() => !control.paused());
  expect(control.pauses()).toEqual([{ from: expect.any(Number), to: expect.any(Number) }]);
});

test('a stop ends the pause, since a halted process notices nothing', async () => {
  const record = await room.start(['sleep', '60']);
  const control = await room.connect(record);
  await control.pause();
  await control.signal('SIGINT');
  await until(() => control.exit() !== null);
  expect(control.exit()).toMatchObject({ signal: 'SIGINT' });
  expect(readRecord(dirname(record.log)).pauses).toEqual([{ from: expect.any(Number), to: expect.any(Number) }]);
});

test('a training that is paused cannot save, which a planned stop says', async () => {
  const record = await room.start(['sleep', '60']);
  const control = await room.connect(record);
  await control.pause();
  await control.arm({ when: 'checkpoint' });
  expect(control.armed()?.note).toMatch(/it is paused, and saves nothing before it is resumed/);
});

test('the time of a pause does not count against a time budget', async () => {
  const record = await room.start(
    ['sh', '-c', `head -n 400 "$0"; exec sleep 60`, 'fixtures/darknet/darknet-pjreddie-plain.log'],
    {
      cwd: process.cwd(),
    },
  );
  await until(() => sizeOf(record) > 0);
  const budget = 5;
  const now = Date.now() / 1000;
  const verdictAfter = async (pauses: { from: number; to: number | null }[]): Promise<string> => {
    const circumstances = circumstancesOf(
      null,
      { settings: { maxTime: budget } },
      { process: () => ({ alive: true, exit: null, pauses }) },
    );
    const monitor = await openMonitor(fileSource(record.log), circumstances);
    await until(() => monitor.caughtUp());
    monitor.close();
    return monitor.verdict(now).name;
  };
  expect(await verdictAfter([])).toBe('budget-spent');
  expect(await verdictAfter([{ from: now - 3600, to: now }])).not.toBe('budget-spent');
});
