import { describe, expect, test } from 'vitest';
import { parseJob } from '../../src/sources/slurmJob.ts';

describe('what scontrol says', () => {
  test('is read also where paths hold spaces, and where standard error has a file of its own', () => {
    const line =
      'JobId=42 ArrayJobId=40 ArrayTaskId=3 JobName=my job UserId=alice(1000) GroupId=ml(100) JobState=RUNNING Reason=None NodeList=gpu[03-05] NumNodes=3 Command=/home/alice/a b/train.sh --epochs 3 WorkDir=/home/alice/a b StdErr=/home/alice/a b/err.txt StdIn=/dev/null StdOut=/home/alice/a b/out.txt Power= \n';
    expect(parseJob(line)).toEqual({
      id: '42',
      name: 'my job',
      user: 'alice',
      state: 'RUNNING',
      output: '/home/alice/a b/out.txt',
      errors: '/home/alice/a b/err.txt',
      command: '/home/alice/a b/train.sh --epochs 3',
      directory: '/home/alice/a b',
      node: 'gpu03',
    });
  });

  test('is no job when it is an error', () => {
    expect(parseJob('slurm_load_jobs error: Invalid job id specified\n')).toBeNull();
  });
});
