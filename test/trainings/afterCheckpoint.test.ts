import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, test, vi } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { demoProgram, freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { drawShapes } from '../support/real/shapes.ts';

type Environment = Record<string, string>;

/** Starts a training with no terminal and plans its stop once it trains. */
async function stopAfterCheckpoint(
  environment: Environment,
  command: readonly string[],
  options: { readonly kill?: true } = {},
): Promise<RunRecord> {
  const started = plateau(['run', '--detach', '--', ...command], environment);
  expect(started.stderr).toBe('');
  const [record] = recordsIn(environment);
  await vi.waitFor(() => expect(readFileSync(record!.log, 'utf8')).toMatch(/^ ?5: /m), { timeout: 30_000 });
  const planned = plateau(['stop', '--after-checkpoint'], environment);
  expect(planned.stdout).toMatch(/stops after the next save/);
  if (options.kill === true) process.kill(record!.keeper!.pid, 'SIGKILL');
  await vi.waitFor(() => expect(recordsIn(environment)[0]!.state).toBe('ended'), { timeout: 90_000, interval: 500 });
  return recordsIn(environment)[0]!;
}

interface LastSave {
  readonly path: string;
  readonly at: number;
  readonly after: readonly number[];
  /** What the iterations after it took, in seconds. */
  readonly lost: number;
}

/** What the log says of the end: the last file that can be resumed from, and the iterations after it. */
function lastSave(record: RunRecord, pattern: RegExp): LastSave {
  const log = readFileSync(record.log, 'utf8');
  const save = [...log.matchAll(pattern)].at(-1);
  const iterations = (text: string) => [...text.matchAll(/^ ?(\d+): \S+, \S+ avg/gm)].map((match) => Number(match[1]));
  const [before, after] = [log.slice(0, save!.index), log.slice(save!.index)].map(iterations);
  const seconds = [...log.slice(save!.index).matchAll(/ rate, (\S+) seconds/g)].map((match) => Number(match[1]));
  return { path: save![1]!, after: after!, at: before!.at(-1)!, lost: seconds.reduce((sum, each) => sum + each, 0) };
}

function signals(record: RunRecord): unknown[] {
  const audit = readFileSync(join(dirname(record.log), 'events.log'), 'utf8')
    .trim()
    .split('\n');
  return audit
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === 'signal')
    .map(({ signal }) => signal);
}

describe("Debian's Darknet, stopped after its next checkpoint", needs('darknet'), () => {
  test.each([
    ['by the keeper that planned it', {}],
    ['although its keeper is killed meanwhile and nobody looks', { kill: true }],
  ] as const)(
    '%s, has whole weights on disk, loses next to nothing, and can be resumed',
    { timeout: 180_000 },
    async (_title, options) => {
      const { directory, environment } = freshHome();
      const { command, backup } = drawShapes({ directory: join(directory, 'shapes') });
      const record = await stopAfterCheckpoint(environment, command, options);
      expect(record.exit).toMatchObject({ signal: 'SIGINT' });
      expect(signals(record)).toEqual(['SIGINT']);

      const { path, after, at, lost } = lastSave(record, /^Saving weights to (\S+\.backup)$/gm);
      expect(at % 100).toBe(0);
      // The iteration that says that the file is whole, and those of the second in which no other file is begun.
      expect(after.length).toBeGreaterThanOrEqual(1);
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThan(10);
      // Written twice by pjreddie's: the two are equal when both are whole.
      expect(readFileSync(path)).toEqual(readFileSync(join(backup, `shapes_${at}.weights`)));

      const configuration = command.at(-1)!;
      const resumed = plateau(['run', '--detach', '--name', 'resumed', '--', ...command, path], environment);
      expect(resumed.status).toBe(0);
      const [again] = recordsIn(environment);
      await vi.waitFor(() => expect(readFileSync(again!.log, 'utf8')).toContain(`\n${at + 2}: `), { timeout: 60_000 });
      expect(readFileSync(again!.log, 'utf8')).not.toMatch(new RegExp(`^${at}: `, 'm'));
      expect(statSync(configuration).isFile()).toBe(true);
      plateau(['stop', '--signal', 'INT'], environment);
    },
  );
});

describe('the demo trainer, stopped after its next checkpoint', () => {
  test('has whole weights on disk and goes on from them', { timeout: 120_000 }, async () => {
    const { directory, environment } = freshHome();
    const words = [process.execPath, demoProgram, '--directory', join(directory, 'demo'), '--iterations'];
    const record = await stopAfterCheckpoint(environment, [...words, '5000']);
    expect(record.exit).toMatchObject({ signal: 'SIGINT' });
    const { path, after, at } = lastSave(record, /^Saving weights to (\S+_last\.weights)$/gm);
    expect(at % 100).toBe(0);
    expect(after.length).toBeGreaterThanOrEqual(1);
    const resumed = plateau(['run', '--', ...words, String(at + 20), '--resume', path], environment);
    expect(resumed.status).toBe(0);
    const log = readFileSync(recordsIn(environment)[0]!.log, 'utf8');
    expect(log).toMatch(new RegExp(`^ ${at + 1}: `, 'm'));
    expect(log).not.toMatch(new RegExp(`^ ${at}: `, 'm'));
  });

  test('is told what the plan is, and that it is called off', { timeout: 60_000 }, () => {
    const { directory, environment } = freshHome();
    plateau(
      [
        'run',
        '--detach',
        '--name',
        'demo',
        '--',
        process.execPath,
        demoProgram,
        '--directory',
        join(directory, 'demo'),
        '--iterations',
        '5000',
      ],
      environment,
    );
    const planned = plateau(['stop', '--after-checkpoint', '--within', '1h', 'demo'], environment);
    expect(planned.stdout).toMatch(/Planning to stop demo[\s\S]*plateau stop --cancel/);
    expect(recordsIn(environment)[0]!.armed).toMatchObject({ stage: 'checkpoint', by: 'plateau stop' });
    expect(plateau(['stop', '--cancel', 'demo'], environment).stdout).toMatch(/it goes on/);
    expect(recordsIn(environment)[0]!.armed).toBeNull();
    expect(plateau(['stop', '--cancel', 'demo'], environment)).toMatchObject({
      status: 1,
      stderr: 'plateau: There is no stop to cancel.\n',
    });
    expect(plateau(['stop', '--now', '--cancel'], environment).status).toBe(2);
    expect(plateau(['stop', '--within', '1h'], environment).stderr).toMatch(/--within requires --after-checkpoint/);
  });
});
