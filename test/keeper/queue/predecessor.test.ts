import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { howItEnded, lookAtPredecessor } from '../../../src/keeper/queue/predecessor.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { keptRun } from '../../support/cli/kept.ts';

const interrupted = { signal: 'SIGINT', time: 1, wait: 10, by: 'a test', reached: null } as const;

describe('how the run before ended', () => {
  const record = (changes: Partial<RunRecord>): RunRecord => ({
    id: 'before',
    name: 'before',
    command: ['train'],
    cwd: '/',
    log: '/nowhere/output.log',
    state: 'ended',
    startedAt: 0,
    keeper: null,
    training: null,
    exit: { code: 0, signal: null, time: 1 },
    problem: null,
    ...changes,
  });
  const exit = (code: number | null, signal: string | null = null) => ({ exit: { code, signal, time: 1 } });

  test.each([
    ['an exit status of 0', {}, 'ended', 'well'],
    ['another exit status', exit(3), 'ended', 'badly'],
    ['a fatal error in its log', {}, 'failed', 'badly'],
    ['a divergence', {}, 'diverged', 'badly'],
    ['a stop that was asked for', { ...exit(null, 'SIGINT'), signals: [interrupted] }, 'running', 'well'],
    ['such a stop, for which its trainer has a status', { ...exit(134), signals: [interrupted] }, 'running', 'well'],
    ['such a stop after a divergence', { ...exit(null, 'SIGINT'), signals: [interrupted] }, 'diverged', 'badly'],
    ['the signal of somebody else', exit(null, 'SIGKILL'), 'running', 'badly'],
    ['an end that nobody saw', exit(null), 'running', 'unknown'],
  ] as const)('%s', (_, changes, state, how) => {
    expect(howItEnded(record(changes), { state }).how).toBe(how);
  });
});

describe('the run before', () => {
  function home(): Record<string, string> {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-before-'));
    vi.stubEnv('XDG_STATE_HOME', directory);
    mkdirSync(join(directory, 'plateau/runs'), { recursive: true });
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(directory, { recursive: true });
    });
    return { XDG_STATE_HOME: directory };
  }

  test('has ended well, ended badly by its log, never had its turn, or is gone', async () => {
    const environment = home();
    keptRun(environment, '20260101-000000-good');
    keptRun(environment, '20260101-000001-bad', { log: 'fixtures/demo/diverge.log' });
    keptRun(environment, '20260101-000002-never', {
      state: 'cancelled',
      after: { run: 'x', onlyOk: true },
      exit: null,
    });
    const look = async (run: string) => lookAtPredecessor({ run, onlyOk: true });
    expect(await look('20260101-000000-good')).toMatchObject({ is: 'ended', how: 'well' });
    expect(await look('20260101-000001-bad')).toEqual({ is: 'ended', how: 'badly', words: 'diverged' });
    expect(await look('20260101-000002-never')).toEqual({ is: 'cancelled', after: 'x' });
    expect(await look('20260101-000003-gone')).toEqual({ is: 'removed' });
  });

  test('counts as going where its record cannot be read', async () => {
    const environment = home();
    mkdirSync(join(environment['XDG_STATE_HOME']!, 'plateau/runs/damaged'));
    expect(await lookAtPredecessor({ run: 'damaged', onlyOk: false })).toEqual({ is: 'going' });
  });
});
