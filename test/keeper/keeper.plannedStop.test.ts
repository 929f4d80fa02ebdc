import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import type { StopPlan } from '../../src/stopping/control.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { readRecord, writeRecord } from '../../src/runs/runRecord.ts';
import { openRun } from '../../src/runs/runs.ts';
import type { RunOptions } from '../../src/keeper/startRun.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { spokenTrainer, type SpokenTrainer } from '../support/keeper/spokenTrainer.ts';

const room = openRoom();
const afterCheckpoint: StopPlan = { when: 'checkpoint' };

/** A training of three iterations, and a control of it. */
async function training(options: Partial<RunOptions> = {}) {
  const trainer = spokenTrainer(room.directory);
  trainer.trains(1, 3);
  const record = await room.start(trainer.command, options);
  return { trainer, record, control: await room.connect(record) };
}

function audited(record: RunRecord): readonly Record<string, unknown>[] {
  return readFileSync(join(dirname(record.log), 'events.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Saves and goes on, again and again: how soon the keeper has begun to read depends on how busy the machine is. */
async function savesUntilItEnds(trainer: SpokenTrainer, record: RunRecord): Promise<void> {
  for (let at = 101; openRun(record.id).state !== 'ended'; at += 100) {
    trainer.saves();
    trainer.trains(at);
    await delay(300);
  }
}

async function hasEnded(record: RunRecord): Promise<void> {
  await until(() => openRun(record.id).state === 'ended');
}

describe('a stop after the next checkpoint', () => {
  test('waits for the save, and then for the line that says that the file is whole', async () => {
    const { trainer, record, control } = await training();
    await control.arm(afterCheckpoint);
    expect(control.armed()).toMatchObject({ stage: 'checkpoint', by: 'a test', endsAt: null, reason: null });
    await until(() => control.armed()?.note.includes('every 100 iterations') === true);
    trainer.trains(4, 6);
    trainer.saves();
    await until(() => control.armed()?.stage === 'safe-moment');
    expect(control.ladder().sent).toEqual([]);
    trainer.trains(101);
    await hasEnded(record);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGINT' });
    expect(readRecord(dirname(record.log)).armed).toBeNull();
    await until(() => control.armed() === null);
  });

  test('is called off by anybody, and then nothing comes of the next save', async () => {
    const { trainer, record, control } = await training();
    await control.arm(afterCheckpoint);
    await (await room.connect(record)).cancel();
    await until(() => control.armed() === null);
    trainer.saves();
    trainer.trains(101);
    await until(() => readFileSync(record.log, 'utf8').includes('101: '));
    expect(await control.target()).not.toBeNull();
    await expect(control.cancel()).rejects.toThrow('There is no stop to cancel.');
    expect(audited(record).map(({ event }) => event)).toEqual(['started', 'armed', 'cancelled']);
  });

  test('outlives its screens and the SIGKILL of its keeper, although nobody looks', async () => {
    const { trainer, record, control } = await training();
    await control.arm(afterCheckpoint);
    control.close();
    for (const round of [1, 2]) {
      const keeper = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
      process.kill(keeper, 'SIGKILL');
      await until(() => audited(record).filter(({ event }) => event === 'adopted').length === round);
    }

    await savesUntilItEnds(trainer, record);
    expect(audited(record).find(({ event }) => event === 'signal')).toMatchObject({ signal: 'SIGINT', by: 'a test' });
  });

  test('leaves no process behind when all is over', async () => {
    const { trainer, record, control } = await training();
    await control.arm(afterCheckpoint);
    const guards = childrenOf(currentKeeper(dirname(record.log))?.pid ?? 0, record);
    expect(guards).toHaveLength(1);
    await savesUntilItEnds(trainer, record);
    await until(() => guards.every((pid) => processFacts(pid) === null));
    await until(() => currentKeeper(dirname(record.log)) === null);
  });

  test('begins with SIGTERM where SIGINT would make the trainer spoil what it has just saved', async () => {
    const lines = readFileSync('fixtures/yolov6/interrupted.log', 'utf8').split('\n');
    const trainer = spokenTrainer(room.directory, lines.slice(0, 30));
    const record = await room.start(trainer.command);
    const control = await room.connect(record);
    await control.arm(afterCheckpoint);
    await until(() => control.armed()?.note.includes('last_ckpt.pt') === true);
    for (const line of lines.slice(30)) {
      trainer.says(line);
      await delay(20);
    }

    await hasEnded(record);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGTERM' });
    expect(audited(record).filter(({ event }) => event === 'signal')).toMatchObject([{ signal: 'SIGTERM' }]);
  });

  test('goes on to SIGTERM where SIGINT does not help, and no further than allowed', async () => {
    const script = 'trap : INT; trap "echo told" TERM; echo ready; while :; do sleep 0.1; done';
    const record = await room.start(script);
    const control = await room.connect(record);
    await control.arm({ when: 'checkpoint', within: 0, wait: 0.3 });
    await until(() => control.armed()?.stage === 'given-up');
    expect(control.armed()?.note).toMatch(/could not be stopped with SIGTERM/);
    expect(control.ladder().sent.map(({ signal }) => signal)).toEqual(['SIGINT', 'SIGTERM']);
    await control.arm({ when: 'checkpoint', within: 0, wait: 0.3, strongest: 'SIGKILL' });
    await hasEnded(record);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGKILL' });
  });

  test('comes at its deadline even where nothing was saved', async () => {
    const { record, control } = await training();
    await control.arm({ when: 'checkpoint', within: 0.5, reason: 'the queue is over' });
    expect(control.armed()).toMatchObject({ reason: 'the queue is over', endsAt: expect.any(Number) });
    await hasEnded(record);
  });

  test('waits for a file to be written and to stay as it is, where the trainer announces none', async () => {
    const file = join(room.directory, 'weights.h5');
    writeFileSync(file, 'old');
    const record = await room.start(['sleep', '60']);
    const control = await room.connect(record);
    await control.arm({ when: 'checkpoint', file: 'weights.h5' });
    expect(control.armed()?.note).toBe('stops after the next save: waits for weights.h5 to be written');
    const written = performance.now();
    writeFileSync(file, 'half');
    await until(() => control.armed()?.stage === 'safe-moment');
    writeFileSync(file, 'half and half');
    await hasEnded(record);
    expect(performance.now() - written).toBeGreaterThan(3000);
  });

  test('is passed over where the record that holds it was damaged', async () => {
    const { record } = await training();
    const keeper = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
    process.kill(keeper, 'SIGKILL');
    await until(() => currentKeeper(dirname(record.log)) === null);
    const path = join(dirname(record.log), 'run.json');
    const { armed: _armed, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...rest, armed: { plan: { when: 'checkpoint', wait: -1 } } }));
    expect((await room.connect(record)).armed()).toBeNull();
  });

  test('does not keep a keeper alive for a run whose directory was removed', async () => {
    const { record, control } = await training();
    await control.arm(afterCheckpoint);
    control.close();
    const keeper = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
    const guards = childrenOf(keeper, record);
    // The keeper goes on writing until it notices.
    rmSync(dirname(record.log), { recursive: true, maxRetries: 20, retryDelay: 50 });
    process.kill(-(record.training?.pid ?? Number.NaN), 'SIGKILL');
    await until(() => [keeper, ...guards].every((pid) => processFacts(pid) === null));
    expect(existsSync(dirname(record.log))).toBe(false);
  });

  test('is dropped when the training ends by itself', async () => {
    const end = join(room.directory, 'end-by-itself');
    const record = await room.start(`until [ -e '${end}' ]; do sleep 0.1; done; exit 4`);
    const control = await room.connect(record);
    await control.arm(afterCheckpoint);
    writeFileSync(end, '');
    await hasEnded(record);
    expect(openRun(record.id)).toMatchObject({ exit: { code: 4 }, armed: null });
    await expect(control.arm(afterCheckpoint)).rejects.toThrow(
      'No stop was planned: nothing of the training runs any more.',
    );
  });
});

describe('auto-stop', () => {
  const budget = { advice: { ...defaultSettings, maxIterations: 10 } };

  test('counts down when the advice is to stop, then waits for the next save', async () => {
    const { trainer, record, control } = await training({ ...budget, plan: { when: 'advice', grace: 1 } });
    expect(control.armed()).toMatchObject({ stage: 'advice', plan: { preset: 'balanced', grace: 1 } });
    trainer.trains(4, 12);
    await until(() => control.armed()?.stage === 'countdown');
    expect(control.armed()).toMatchObject({
      reason: 'the budget of 10 iterations is spent',
      endsAt: expect.any(Number),
    });
    await until(() => control.armed()?.stage === 'checkpoint');
    await savesUntilItEnds(trainer, record);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGINT' });
  });

  test('heeds nothing but the budget where it was told to', async () => {
    const plan = { when: 'advice', grace: 0, heeds: 'budget' } as const;
    const target = { ...defaultSettings, targetMap: 0.01, maxIterations: 10 };
    const { trainer, record, control } = await training({ advice: target, plan });
    trainer.trains(4, 12);
    await until(() => control.armed()?.stage === 'checkpoint');
    expect(control.armed()?.reason).toBe('the budget of 10 iterations is spent');
    await savesUntilItEnds(trainer, record);
  });

  test('goes on with its countdown under a new keeper', async () => {
    const { trainer, record, control } = await training({ ...budget, plan: { when: 'advice', grace: 600 } });
    trainer.trains(4, 12);
    await until(() => control.armed()?.stage === 'countdown');
    const endsAt = control.armed()?.endsAt ?? 0;
    process.kill(currentKeeper(dirname(record.log))?.pid ?? Number.NaN, 'SIGKILL');
    await until(() => audited(record).some(({ event }) => event === 'adopted'));
    await control.target();
    expect(control.armed()?.stage).toBe('countdown');
    expect(Math.abs((control.armed()?.endsAt ?? 0) - endsAt)).toBeLessThan(5);
  });

  test('does not count for hours because the clock was set back while no keeper lived', async () => {
    const { trainer, record, control } = await training({ ...budget, plan: { when: 'advice', grace: 600 } });
    trainer.trains(4, 12);
    await until(() => control.armed()?.stage === 'countdown');
    control.close();
    const keeper = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
    for (const pid of [...childrenOf(keeper, record), keeper]) {
      process.kill(pid, 'SIGKILL');
    }

    await until(() => currentKeeper(dirname(record.log)) === null);
    const written = readRecord(dirname(record.log));
    const armed = { ...written.armed!, endsAt: Date.now() / 1000 + 1_000_000 };
    writeRecord(dirname(record.log), { ...written, armed });
    const next = await room.connect(record);
    expect(next.armed()?.stage).toBe('countdown');
    expect((next.armed()?.endsAt ?? Infinity) - Date.now() / 1000).toBeLessThan(601);
  });

  test('does not wait when the training has diverged, since the next save would overwrite good weights', async () => {
    const { trainer, record, control } = await training({ plan: { when: 'advice', grace: 600 } });
    trainer.trains(4, 6, '-nan');
    await hasEnded(record);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGINT' });
    // The record is written before everyone has been told.
    await until(() => control.armed() === null);
    expect(audited(record).find(({ event }) => event === 'armed-stage')).toMatchObject({
      stage: 'signals',
      reason: expect.stringContaining('NaN'),
    });
  });
});

/** The guard of a keeper: its children but for the training and the shim of that. */
function childrenOf(pid: number, record: RunRecord): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map(Number)
    .filter((child) => child !== record.training?.pid && child !== record.shim?.pid);
}
