import { describe, expect, onTestFinished, test } from 'vitest';
import { schedulerSource } from '../../../src/fleet/scheduler/schedulerSource.ts';
import type { ScheduledJob } from '../../../src/sources/scheduled.ts';
import { watchFile } from '../../../src/sources/watchedHere.ts';
import { soon } from '../../support/soon.ts';

function job(id: string, part: Partial<ScheduledJob> = {}): ScheduledJob {
  return {
    id,
    name: 'night',
    user: 'me',
    group: null,
    array: null,
    state: 'running',
    node: 'gpu1',
    startedAt: 1_780_000_000,
    cwd: '/',
    open: async () => watchFile('fixtures/demo/overfit.log'),
    ...part,
  };
}

function opened(list: () => Promise<readonly ScheduledJob[]>) {
  const source = schedulerSource({ kind: 'slurm', name: 'slurm', list });
  onTestFinished(async () => source.close());
  return source;
}

describe('the jobs of a scheduler', () => {
  test('are members with what their logs say, as far as they run', async () => {
    const source = opened(async () => [job('47_1', { array: '47', group: 'folds' }), job('48', { state: 'waiting' })]);
    await soon(() => expect(source.members()).toHaveLength(2));
    expect(source.host()).toMatchObject({ kind: 'slurm', state: 'live' });
    await soon(() =>
      expect(source.members()[0]).toMatchObject({
        run: '47_1',
        way: 'slurm',
        host: 'gpu1',
        group: 'folds',
        job: { scheduler: 'slurm', id: '47_1', array: '47' },
        trainer: { name: 'darknet-alexeyab' },
        best: { metric: 'map50' },
      }),
    );
    expect(source.members()[1]).toMatchObject({ state: 'waiting', isLive: true, verdict: null });
  });

  test('say why a log cannot be read, and refuse what needs a record', async () => {
    const open = async () => Promise.reject(new Error('Job 47 writes no output file.'));
    const source = opened(async () => [job('47', { open })]);
    await soon(() => expect(source.members()[0]).toMatchObject({ trouble: 'Job 47 writes no output file.' }));
    const reply = await source.request(source.members()[0]!, { ask: 'stop', plan: { when: 'now' } });
    expect(reply).toEqual({ state: 'refused', problem: 'Job 47 writes no output file.' });
  });

  test('are away where the scheduler cannot be asked', async () => {
    const source = opened(async () => Promise.reject(new Error('Slurm cannot be asked: it is down.')));
    await soon(() =>
      expect(source.host()).toMatchObject({ state: 'away', problem: 'Slurm cannot be asked: it is down.' }),
    );
  });
});
