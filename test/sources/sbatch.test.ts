import { expect, test } from 'vitest';
import { sbatchArgs } from '../../src/sources/sbatch.ts';

test('the options that a person gives to sbatch come last, and so count over those of Plateau', () => {
  const job = { words: ['run'], cwd: '/data', name: 'night', options: ['--signal=B:USR1@60', '--time=1:00:00'] };
  expect(sbatchArgs(job, '/state/%j.out')).toEqual([
    '--parsable',
    '--signal=B:USR1@600',
    '--requeue',
    '--open-mode=append',
    '--output=/state/%j.out',
    '--chdir=/data',
    '--job-name=night',
    '--signal=B:USR1@60',
    '--time=1:00:00',
  ]);
});
