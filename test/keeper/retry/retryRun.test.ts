import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { retryRun } from '../../../src/keeper/retry/retryRun.ts';
import { currentKeeper } from '../../../src/runs/keeperLock.ts';
import { describeAttempt } from '../../../src/runs/queue/describeAttempt.ts';
import { hasStart } from '../../../src/runs/queue/startFile.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { listRuns, openRun } from '../../../src/runs/runs.ts';
import { killKeeping } from '../../support/keeper/killKeeping.ts';
import { openRoom, until } from '../../support/keeper/room.ts';
import { demoProgram } from '../../support/real/plateau.ts';
import { onLinux } from '../../support/skipUnless.ts';

const room = openRoom();

const cudaError =
  'Traceback (most recent call last):\\n  File "train.py", line 1, in <module>\\nRuntimeError: CUDA error: unspecified launch failure\\n';

/** Fails as a GPU does, so many times, and then ends well; notes how often it was started. */
function failing(name: string, times: number) {
  const path = join(room.directory, name);
  const command = `echo started >>'${path}'; [ $(wc -l <'${path}') -gt ${times} ] || { printf '${cudaError}'; exit 1; }`;
  const starts = (): number => (existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0);
  return { command, starts };
}

const decided = async ({ id }: RunRecord): Promise<NonNullable<RunRecord['retry']>> => {
  await until(() => (openRun(id).retry ?? null) !== null);
  return openRun(id).retry!;
};

const retries = { max: 2, pause: 0 };

describe('a training that is to be started again after a crash', () => {
  test(
    'is, as a run of its own that says in whose place, with the same environment, until it ends well',
    onLinux,
    async () => {
      const { command, starts } = failing('twice', 2);
      const told = { retries, environment: { GREETING: 'hello' }, keep: 3 };
      const continues = { run: '1-earlier', file: '/w/last.pt', at: 40 };
      const first = await room.start(`${command}; echo $GREETING`, { ...told, continues });
      const { run: second } = await decided(first);
      const { run: third } = await decided(openRun(second));
      expect(await decided(openRun(third))).toEqual({ run: null, why: 'it ended by itself' });
      expect(starts()).toBe(3);
      expect(readFileSync(openRun(third).log, 'utf8')).toBe('hello\n');
      expect(openRun(third)).toMatchObject({ attempt: 3, name: first.name, retryOf: { run: second } });
      // It has not trained, so that it goes on from what the first one went on from.
      expect(openRun(third)).toMatchObject({ keep: 3, continues });
      expect(describeAttempt(openRun(second))).toEqual([
        `It is attempt 2 of at most 3, in place of ${first.id} (a CUDA error: RuntimeError: CUDA error: unspecified launch failure), and starts as before, from its beginning.`,
        `It was started again as ${third}: a CUDA error: RuntimeError: CUDA error: unspecified launch failure.`,
      ]);
      // They hold an environment.
      await until(() => [first.id, second!, third!].every((id) => !hasStart(dirname(openRun(id).log))));
    },
  );

  test('is not started more often than was asked for', onLinux, async () => {
    const { command, starts } = failing('always', 99);
    const first = await room.start(command, { retries: { max: 1, pause: 0 } });
    const { run: second } = await decided(first);
    expect((await decided(openRun(second))).why).toMatch(/^a CUDA error: .*, and it was started 2 times$/);
    expect(starts()).toBe(2);
  });

  test('is not started again for an error that would come again, nor after a stop', onLinux, async () => {
    const bug = await room.start('exit 3', { retries });
    expect(await decided(bug)).toEqual({ run: null, why: 'it failed with exit status 3' });
    const stopped = await room.start(['sleep', '600'], { retries });
    await room.stop(stopped, {});
    expect(await decided(stopped)).toEqual({ run: null, why: 'it was stopped' });
  });

  test('can be cancelled in the pause before it', onLinux, async () => {
    const first = await room.start(failing('paused', 99).command, { retries: { max: 1, pause: 600 } });
    const { run } = await decided(first);
    expect(openRun(run)).toMatchObject({ state: 'waiting', starts: { pause: 600 } });
    await room.stop(openRun(run), {});
    expect(openRun(run).state).toBe('cancelled');
  });

  test('is started again once, whenever its keeper is killed', onLinux, async () => {
    const { command, starts } = failing('killed', 1);
    const first = await room.start(`sleep 1; ${command}`, { retries });
    const kill = setInterval(() => {
      const keeper = openRun(first.id).training === null ? null : currentKeeper(dirname(first.log));
      if (keeper !== null) process.kill(keeper.pid, 'SIGKILL');
    }, 700);
    const { run: second } = await decided(first).finally(() => clearInterval(kill));
    expect((await decided(openRun(second))).why).toBe('it ended by itself');
    expect(starts()).toBe(2);
    expect(listRuns().runs.filter(({ retryOf }) => retryOf?.run === first.id)).toHaveLength(1);
  });

  test('is kept where the keeper that made it was killed before it had one of its own', onLinux, async () => {
    const first = await room.start('exit 3');
    await until(() => openRun(first.id).state === 'ended');
    const made = await room.start('exit 0', {
      attempt: 2,
      retryOf: { run: first.id, why: 'the disk was full', how: 'as before' },
      starts: { pause: 600, needsRoom: false },
    });
    await killKeeping(made);
    const decisions: unknown[] = [];
    await retryRun(openRun(first.id), room.program(), (decision) => decisions.push(decision));
    expect(decisions).toEqual([{ run: made.id, why: 'the disk was full' }]);
    expect(currentKeeper(dirname(made.log))).not.toBeNull();
  });

  test('goes on from its last save, where it has trained', onLinux, async () => {
    const command = [process.execPath, demoProgram, '--scenario', 'healthy', '--iterations', '130'];
    const first = await room.start(command, { retries });
    await until(() => /Saving weights to .*_last\.weights[\s\S]*\n 1\d\d: /.test(readFileSync(first.log, 'utf8')));
    process.kill(openRun(first.id).training!.pid, 'SIGSEGV');
    const { run: second, why } = await decided(first);
    expect(why).toBe('it crashed with SIGSEGV');
    const next = openRun(second);
    const file = expect.stringMatching(/_last\.weights$/);
    expect(next).toMatchObject({ attempt: 2, continues: { run: first.id, file, at: 100 } });
    expect(next.command).toEqual([...command, '--resume', expect.stringMatching(/_last\.weights$/)]);
    expect(next.retryOf!.how).toMatch(/^from .*_last\.weights, saved at iteration 100$/);
    expect((await decided(next)).why).toBe('it ended by itself');
    expect(readFileSync(next.log, 'utf8')).toMatch(/\n 130: /);
  });

  test('is waited for by who waits for it', onLinux, async () => {
    const first = await room.start(`sleep 1; ${failing('awaited', 1).command}`, { retries });
    const next = await room.start('exit 0', { after: { run: first.id, onlyOk: true } });
    const { run: second } = await decided(first);
    await until(() => openRun(next.id).state === 'ended');
    expect(openRun(next.id).after?.run).toBe(second);
    expect(openRun(next.id).startedAt).toBeGreaterThanOrEqual(openRun(second).exit!.time);
  });
});
