import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, test, vi } from 'vitest';
import { processFacts } from '../../src/processes/processes.ts';
import { demoProgram, freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { onLinux } from '../support/skipUnless.ts';

describe('the commands that stop and halt', () => {
  test("say of a background job of `sh -c 'cmd &'` that it ignores SIGINT, and stop it with SIGTERM", onLinux, () => {
    const { environment } = freshHome();
    plateau(['run', '--detach', '--', 'sh', '-c', 'sleep 300 & wait'], environment);
    const { status, stdout } = plateau(['stop', '--wait', '1s'], environment);
    expect(stdout).toMatch(/^ {4}\d+ sleep 300 \[ignores SIGINT\]$/m);
    expect(stdout).toMatch(/still running of its group: (\d+) \(sleep 300\)[\s\S]*SIGTERM sent to process \1/);
    expect(status).toBe(0);
    expect(processFacts(Number(/^ +(\d+) sleep 300/m.exec(stdout)?.[1]))).toBeNull();
  });

  test('stop what is left of a training that has ended long ago', async () => {
    const { environment } = freshHome();
    plateau(['run', '--detach', '--', 'sh', '-c', 'sleep 300 & exit 3'], environment);
    await vi.waitFor(() => expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended', exit: { code: 3 } }));
    const { status, stdout } = plateau(['stop', '--wait', '1s'], environment);
    expect(stdout).toMatch(/SIGTERM sent to process \d+ \(sleep 300\)/);
    expect(status).toBe(0);
    expect(plateau(['stop'], environment)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('nothing to stop'),
    });
  });

  test('halt a training and let it go on', async () => {
    const { environment } = freshHome();
    plateau(
      ['run', '--detach', '--name', 'counting', '--', 'sh', '-c', 'while :; do date +%N; sleep 0.05; done'],
      environment,
    );
    const log = recordsIn(environment)[0]!.log;
    expect(plateau(['pause', 'counting'], environment).stdout).toMatch(
      /^Paused counting .*does not count as training time/,
    );
    const size = readFileSync(log).length;
    expect(plateau(['pause'], environment)).toMatchObject({
      status: 1,
      stderr: 'plateau: It is already paused.\n',
    });
    expect(readFileSync(log).length).toBe(size);
    expect(plateau(['resume'], environment).stdout).toMatch(/^Resumed counting/);
    await vi.waitFor(() => expect(readFileSync(log).length).toBeGreaterThan(size));
    expect(recordsIn(environment)[0]!.pauses).toEqual([{ from: expect.any(Number), to: expect.any(Number) }]);
  });
});

describe('plateau run --auto-stop', () => {
  const demo = (directory: string) => [
    process.execPath,
    demoProgram,
    '--directory',
    join(directory, 'demo'),
    '--iterations',
    '5000',
  ];

  test(
    'stops the training after the save that follows its countdown, with no screen open',
    { timeout: 90_000 },
    async () => {
      const { directory, environment } = freshHome();
      const started = plateau(
        [
          'run',
          '--detach',
          '--auto-stop',
          'saver',
          '--grace',
          '1s',
          '--max-iterations',
          '30',
          '--',
          ...demo(directory),
        ],
        environment,
      );
      expect(started).toMatchObject({ status: 0, stderr: '' });
      await vi.waitFor(
        () => expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended', exit: { signal: 'SIGINT' } }),
        { timeout: 60_000, interval: 300 },
      );
      const [record] = recordsIn(environment);
      expect(record).toMatchObject({ advice: { preset: 'saver', maxIterations: 30 }, armed: null });
      const stages = readFileSync(join(dirname(record!.log), 'events.log'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"event":"armed-stage"'))
        .map((line) => JSON.parse(line));
      expect(stages.map(({ stage }) => stage)).toEqual(['countdown', 'checkpoint', 'signals']);
      expect(stages[0].reason).toBe('the budget of 30 iterations is spent');
      expect(readFileSync(record!.log, 'utf8')).toMatch(/_last\.weights\n[\s\S]*avg loss/);
    },
  );

  test('takes no word for a preset that is none, and no countdown without it', () => {
    const { environment } = freshHome();
    expect(plateau(['run', '--auto-stop=eager', '--', 'true'], environment)).toMatchObject({
      status: 2,
      stderr: 'plateau: --auto-stop expects careful, balanced, saver, not `eager`.\n',
    });
    expect(plateau(['run', '--grace', '1m', '--', 'true'], environment).stderr).toMatch(/--grace requires --auto-stop/);
  });
});
