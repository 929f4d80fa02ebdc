import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { moveRun } from '../../../src/keeper/queue/moveRun.ts';
import { movesTo } from '../../../src/keeper/queue/reorder.ts';
import { reviveKeeper } from '../../../src/keeper/reviveKeeper.ts';
import { processFacts } from '../../../src/processes/processes.ts';
import { currentKeeper } from '../../../src/runs/keeperLock.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { listRuns, openRun } from '../../../src/runs/runs.ts';
import { killKeeping } from '../../support/keeper/killKeeping.ts';
import { openRoom, until } from '../../support/keeper/room.ts';
import { onLinux } from '../../support/skipUnless.ts';

const room = openRoom();

/** Trains until the test lets it go, and ends with a status. */
function untilTold(name: string, status = 0) {
  const path = join(room.directory, name);
  return {
    command: `while [ ! -e '${path}' ]; do sleep 0.05; done; exit ${status}`,
    let: () => writeFileSync(path, ''),
  };
}

/** Notes in a file that it was started, and how often. */
function noted(name: string) {
  const path = join(room.directory, name);
  const starts = (): number => (existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0);
  return { command: `echo started >>'${path}'`, starts };
}

const after = ({ id }: RunRecord, onlyOk = false) => ({ after: { run: id, onlyOk } });
const hasEnded = ({ id }: RunRecord) => until(() => openRun(id).state === 'ended');

describe('a run behind another one', () => {
  test('waits, is shown as such, and starts when that has ended, with its own environment', onLinux, async () => {
    const gate = untilTold('first');
    const first = await room.start(gate.command);
    const second = await room.start('echo $GREETING', { ...after(first), environment: { GREETING: 'hello' } });
    expect(openRun(second.id)).toMatchObject({ state: 'waiting', training: null, after: { run: first.id } });
    expect(readdirSync(dirname(second.log))).toContain('start.json');
    gate.let();
    await hasEnded(second);
    expect(readFileSync(second.log, 'utf8')).toBe('hello\n');
    // It holds an environment, which may hold secrets.
    expect(readdirSync(dirname(second.log))).not.toContain('start.json');
    const { exit } = openRun(first.id);
    expect(openRun(second.id).startedAt).toBeGreaterThanOrEqual(exit!.time);
  });

  test('starts once, however often its keeper is killed while it waits', onLinux, async () => {
    const gate = untilTold('survived');
    const note = noted('survivor');
    const first = await room.start(gate.command);
    const second = await room.start(note.command, after(first));
    for (let kill = 0; kill < 3; kill++) {
      const keeper = currentKeeper(dirname(second.log))!.pid;
      process.kill(keeper, 'SIGKILL');
      await until(() => ![undefined, keeper].includes(currentKeeper(dirname(second.log))?.pid));
      await until(() => openRun(second.id).keeper?.pid === currentKeeper(dirname(second.log))?.pid);
    }
    gate.let();
    await hasEnded(second);
    expect(note.starts()).toBe(1);
  });

  test('never starts once its directory was removed, and leaves no process behind', onLinux, async () => {
    const gate = untilTold('before-removed');
    const note = noted('removed');
    const first = await room.start(gate.command);
    const second = await room.start(note.command, after(first));
    const keeper = currentKeeper(dirname(second.log))!.pid;
    rmSync(dirname(second.log), { recursive: true, maxRetries: 20, retryDelay: 50 });
    await until(() => processFacts(keeper) === null);
    gate.let();
    await hasEnded(first);
    expect(note.starts()).toBe(0);
    expect(existsSync(dirname(second.log))).toBe(false);
  });

  test('gets a keeper from whoever looks at it where the guard was killed, too', onLinux, async () => {
    const gate = untilTold('unguarded');
    const first = await room.start(gate.command);
    const second = await room.start('exit 0', after(first));
    await killKeeping(second);
    const waiting = openRun(second.id);
    expect(waiting).toMatchObject({ state: 'waiting', problem: expect.stringMatching(/^Its start must wait/) });
    await reviveKeeper(waiting, room.program());
    gate.let();
    await hasEnded(second);
  });

  test('is started by the next keeper where one was killed as it began to', onLinux, async () => {
    const first = await room.start('exit 0');
    await hasEnded(first);
    const note = noted('begun');
    const second = await room.start(note.command, after(first));
    await until(() => {
      const { state } = openRun(second.id);
      const keeper = currentKeeper(dirname(second.log));
      if (state === 'starting' && keeper !== null) process.kill(keeper.pid, 'SIGKILL');
      return state !== 'waiting' && state !== 'starting';
    });
    await hasEnded(second);
    expect(note.starts()).toBe(1);
  });

  test('that failed stays cancelled, with the reason, where only a good end counts', onLinux, async () => {
    const gate = untilTold('failing', 3);
    const first = await room.start(gate.command);
    const strict = await room.start('exit 0', after(first, true));
    const next = await room.start('exit 0', after(strict));
    gate.let();
    await until(() => openRun(strict.id).state === 'cancelled');
    expect(openRun(strict.id).problem).toBe(`It did not start, since ${first.id} failed with exit status 3.`);
    await until(() => currentKeeper(dirname(strict.log)) === null);
    await hasEnded(next);
  });

  test('whose end nobody saw does not count as a good one', onLinux, async () => {
    const first = await room.start(['sleep', '600']);
    const strict = await room.start('exit 0', after(first, true));
    // The shim is the only one that could have told.
    for (const pid of [first.shim?.pid, first.keeper?.pid, first.training?.pid]) process.kill(pid!, 'SIGKILL');
    await until(() => openRun(strict.id).state === 'cancelled');
    expect(openRun(strict.id).problem).toBe(`It did not start, since ${first.id} ended, and nobody saw how.`);
  });

  test('is cancelled by a stop, and who waited for it takes its place', onLinux, async () => {
    const gate = untilTold('stopped');
    const first = await room.start(gate.command);
    const second = await room.start('exit 0', after(first));
    const third = await room.start('exit 0', after(second));
    expect(await room.stop(second, {})).toMatchObject({ code: null, signal: null, left: [] });
    expect(openRun(second.id)).toMatchObject({
      state: 'cancelled',
      problem: 'It was cancelled by a test while it waited.',
    });
    await until(() => openRun(third.id).after?.run === first.id);
    expect(openRun(third.id).state).toBe('waiting');
    gate.let();
    await hasEnded(third);
  });

  test('can be put before it, and refuses what only a training can do', onLinux, async () => {
    const gate = untilTold('moved');
    const asked = { by: 'a test', program: room.program() };
    const first = await room.start(gate.command);
    const second = await room.start('exit 0', after(first));
    const third = await room.start('exit 0', after(second));
    for (const { run, after: turn } of movesTo(listRuns().runs, third.id, { place: 'before', run: second.id })) {
      await moveRun(openRun(run), turn, asked);
    }
    const control = await room.connect(third);
    expect([openRun(third.id).after?.run, openRun(second.id).after?.run]).toEqual([first.id, third.id]);
    await expect(control.pause()).rejects.toThrow('It was not paused: the run waits for its turn');
    expect(await control.target()).toBeNull();
    await expect(moveRun(openRun(first.id), after(second).after, asked)).rejects.toThrow('it waits no more');
    gate.let();
    await hasEnded(second);
    expect(openRun(third.id).exit!.time).toBeLessThanOrEqual(openRun(second.id).startedAt);
  });
});
