import { describe, expect, test } from 'vitest';
import { isRequeueable, requeue } from '../../../src/keeper/retry/requeue.ts';
import { standIn } from '../../support/processes/standIn.ts';

/** `scontrol` of a job that is in the file `state` and may be put back; `requeue` does the rest. */
const scontrol = (state: string, onRequeue: string) =>
  standIn(
    'scontrol',
    `case $1 in show) echo "JobId=7 JobName=train Requeue=1 JobState=${state} Reason=None";; *) ${onRequeue};; esac`,
  );

describe('a job of Slurm that is to go back in the queue', () => {
  test('goes there by scontrol', async () => {
    const { calls } = scontrol('RUNNING', 'exit 0');
    expect(await isRequeueable('7')).toBe(true);
    expect(await requeue('7')).toBeNull();
    expect(calls()).toEqual(['show job --oneliner 7', 'requeue 7']);
  });

  test('is said not to, in the words of Slurm, when that refused', async () => {
    scontrol('RUNNING', 'echo "scontrol: error: Access/permission denied" >&2; exit 1');
    expect(await requeue('7')).toBe('scontrol: error: Access/permission denied');
  });

  test('is there, although Slurm ended scontrol with the rest of the job before that could answer', async () => {
    for (const state of ['PENDING', 'COMPLETING']) {
      scontrol(state, 'kill -TERM $$');
      expect(await requeue('7')).toBeNull();
    }
  });

  test('is not, when scontrol was ended and the job runs on', async () => {
    scontrol('RUNNING', 'kill -TERM $$');
    expect(await requeue('7')).toBe('it was ended');
  });
});
