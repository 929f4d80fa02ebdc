import { expect, test } from 'vitest';
import { parseQueue } from '../../src/sources/slurmQueue.ts';

test('the queue of Slurm is read a job a line, tasks of an array as a group, names as they are', () => {
  const text = [
    '47_1|47|me|RUNNING|2026-01-01T10:00:00|2026-01-01T10:05:00|gpu1|/home/me/exp|fold|s',
    '47_2|47|me|PENDING|2026-01-01T10:00:00|N/A|n/a|/home/me/exp|fold|s',
    '48|48|me|COMPLETED|2026-01-01T09:00:00|2026-01-01T09:01:00|gpu2|/home/me|night',
    '49|49|me|TIMEOUT|2026-01-01T09:00:00|2026-01-01T09:01:00|gpu2|/home/me|',
    '50|50|me|OUT_OF_MEMORY|2026-01-01T09:00:00|2026-01-01T09:01:00|gpu2|/home/me|big',
    'slurm_load_jobs error: Unable to contact slurm controller',
    '',
  ].join('\n');
  const at = (time: string) => new Date(time).getTime() / 1000;
  expect(parseQueue(text)).toMatchObject([
    {
      id: '47_1',
      name: 'fold|s',
      user: 'me',
      group: 'fold|s (array 47)',
      array: '47',
      state: 'running',
      node: 'gpu1',
      startedAt: at('2026-01-01T10:05:00'),
      cwd: '/home/me/exp',
    },
    expect.objectContaining({ id: '47_2', state: 'waiting', node: null, startedAt: at('2026-01-01T10:00:00') }),
    expect.objectContaining({ id: '48', name: 'night', group: null, array: null, state: 'ended' }),
    expect.objectContaining({ id: '49', name: '49', state: 'stopped' }),
    expect.objectContaining({ id: '50', state: 'failed' }),
  ]);
});
