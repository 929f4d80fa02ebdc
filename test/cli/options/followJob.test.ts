import { expect, test } from 'vitest';
import { withoutSubmission } from '../../../src/cli/options/followJob.ts';

test.each([
  [
    ['--sbatch', '--time=8:00:00', '--name', 'night'],
    ['--name', 'night'],
  ],
  [
    ['--name', 'night', '--sbatch=--time=8:00:00', '--detach'],
    ['--name', 'night'],
  ],
  [
    ['-d', '--auto-stop', 'saver', '--sbatch', ''],
    ['--auto-stop', 'saver'],
  ],
])('the job is given what is meant for it: %j', (own, words) => {
  expect(withoutSubmission(own)).toEqual(words);
});
