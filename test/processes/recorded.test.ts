import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TreeProcess } from '../../src/processes/tree.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { readRecord } from '../../src/runs/runRecord.ts';
import { openRun } from '../../src/runs/runs.ts';
import { describeTarget } from '../../src/stopping/describeStop.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { onLinux } from '../support/skipUnless.ts';

const room = openRoom();

/**
 * A stand-in for torchrun, whose agent starts each worker in a session of its own: two workers that print their
 * numbers. `onInterrupt` is what the launcher does with SIGINT; the real one ends its workers and then itself.
 */
function launcher(onInterrupt: string): string {
  const worker = `echo worker $$; exec sleep 60`;
  return `setsid sh -c '${worker}' & A=$!; setsid sh -c '${worker}' & B=$!; trap '${onInterrupt}' INT; echo ready; while :; do sleep 0.1; done`;
}

async function workersOf(record: RunRecord): Promise<readonly number[]> {
  const read = (): number[] =>
    [...readFileSync(record.log, 'utf8').matchAll(/worker (\d+)/g)].map((match) => Number(match[1]));
  await until(() => read().length === 2 && read().every((pid) => processFacts(pid)?.command === 'sleep 60'));
  return read();
}

function inOrder(pids: readonly number[]): readonly number[] {
  return pids.toSorted((one, other) => one - other);
}

function living(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => processFacts(pid) !== null);
}

describe('the processes of a training', onLinux, () => {
  test('are told as a family, with those that left its group', async () => {
    const record = await room.start(launcher('exit 1'));
    const workers = await workersOf(record);
    const control = await room.connect(record);
    const target = await control.target();
    const tree: readonly TreeProcess[] = target?.tree ?? [];
    expect(tree[0]).toMatchObject({ pid: record.training?.pid, depth: 0, inGroup: true });
    const outside = tree.filter(({ inGroup }) => !inGroup);
    expect(inOrder(outside.map(({ pid }) => pid))).toEqual(inOrder(workers));
    expect(outside.map(({ depth }) => depth)).toEqual([1, 1]);
    expect(describeTarget(target!).join('\n')).toContain(
      `  ${workers[0]} sleep 60 [ignores SIGINT, in a group of its own]`,
    );
    await room.stop(record, { strongest: 'SIGTERM', wait: 0.3 });
  });

  test('are left to a launcher that ends its workers itself', async () => {
    const record = await room.start(launcher('kill $A $B; echo passed on; exit 1'));
    const workers = await workersOf(record);
    const exit = await room.stop(record, { strongest: 'SIGTERM', wait: 2 });
    expect(readFileSync(record.log, 'utf8')).toContain('passed on');
    expect(exit?.code).toBe(1);
    expect(living(workers)).toEqual([]);
  });

  test('that a launcher leaves behind in sessions of their own are named and stopped', async () => {
    const record = await room.start(launcher('exit 1'));
    const workers = await workersOf(record);
    const control = await room.connect(record);
    await control.signal('SIGINT', { wait: 0.3 });
    await until(() => control.exit() !== null);
    expect(inOrder((control.exit()?.left ?? []).map(({ pid }) => pid))).toEqual(inOrder(workers));
    expect(living(workers)).toHaveLength(2);
    await room.stop(record, { strongest: 'SIGTERM', wait: 0.3 });
    await until(() => living(workers).length === 0);
  });

  test('are remembered by the next keeper, also when their launcher has gone', async () => {
    const record = await room.start(launcher('exit 1'));
    const workers = await workersOf(record);
    await (await room.connect(record)).target();
    process.kill(currentKeeper(dirname(record.log))?.pid ?? Number.NaN, 'SIGKILL');
    process.kill(record.training?.pid ?? Number.NaN, 'SIGKILL');
    await until(() => openRun(record.id).state === 'ended');
    expect(inOrder((readRecord(dirname(record.log)).strays ?? []).map(({ pid }) => pid))).toEqual(inOrder(workers));
    await room.stop(openRun(record.id), { strongest: 'SIGTERM', wait: 0.3 });
    await until(() => living(workers).length === 0);
  });

  test('are all reached by SIGKILL at once, which no launcher can pass on', async () => {
    const record = await room.start(launcher(':'));
    const workers = await workersOf(record);
    const control = await room.connect(record);
    await control.signal('SIGINT', { wait: 0 });
    await control.signal('SIGKILL', { wait: 0 });
    await until(() => living(workers).length === 0 && control.exit() !== null);
    expect(control.exit()).toMatchObject({ signal: 'SIGKILL' });
  });

  test('are halted and continued together', async () => {
    const record = await room.start(launcher('exit 1'));
    const workers = await workersOf(record);
    const control = await room.connect(record);
    await control.pause();
    await until(() => workers.every((pid) => processFacts(pid)?.stopped === true));
    await control.resume();
    await until(() => workers.every((pid) => processFacts(pid)?.stopped === false));
    expect(control.pauses()).toHaveLength(1);
    await room.stop(record, { strongest: 'SIGTERM', wait: 0.3 });
  });

  test('are stopped to the last by a planned stop, also when the launcher dies of the first signal', async () => {
    const record = await room.start(launcher('exit 1'));
    const workers = await workersOf(record);
    await (await room.connect(record)).arm({ when: 'checkpoint', within: 0, wait: 0.3 });
    await until(() => living(workers).length === 0);
    await until(() => readRecord(dirname(record.log)).armed === null);
    expect(openRun(record.id)).toMatchObject({ state: 'ended', exit: { code: 1 } });
  });
});
