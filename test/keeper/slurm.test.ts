import { expect, test } from 'vitest';
import { isTimeOver, slurmJobOf, slurmPlan } from '../../src/keeper/slurm.ts';
import { wholePlan } from '../../src/stopping/stopPlan.ts';

const now = 1_000_000;

test('SIGUSR1 leaves the rest of the job to the next save, but for the time that the ladder needs', () => {
  const plan = slurmPlan('SIGUSR1', { SLURM_JOB_ID: '7', SLURM_JOB_END_TIME: String(now + 300) }, now);
  expect(plan).toMatchObject({ when: 'checkpoint', wait: 10, within: 278 });
});

test('where the end of the job is not known, SIGUSR1 is taken to come a minute before it', () => {
  expect(slurmPlan('SIGUSR1', { SLURM_JOB_ID: '7' }, now)).toMatchObject({ wait: 10, within: 38 });
});

test('a job that is all but over is stopped at once, with short waits', () => {
  const plan = slurmPlan('SIGUSR1', { SLURM_JOB_ID: '7', SLURM_JOB_END_TIME: String(now - 5) }, now);
  expect(plan).toMatchObject({ within: 0, wait: 1 });
});

test('SIGTERM is followed by SIGKILL half a minute later, whatever the end of the job was to be', () => {
  const plan = slurmPlan('SIGTERM', { SLURM_JOB_ID: '7', SLURM_JOB_END_TIME: String(now + 3600) }, now);
  expect(plan).toMatchObject({ wait: 5, within: 18 });
});

test('only the signal before the end of the time puts a job back in the queue, not scancel, nor a person', () => {
  const planOf = (signal: 'SIGUSR1' | 'SIGTERM') =>
    wholePlan(slurmPlan(signal, { SLURM_JOB_ID: '7' }, now), 'balanced');
  expect(isTimeOver(planOf('SIGUSR1'))).toBe(true);
  expect(isTimeOver(planOf('SIGTERM'))).toBe(false);
  expect(isTimeOver(wholePlan({ when: 'checkpoint' }, 'balanced'))).toBe(false);
});

test('the job that a run is started in is named as Slurm names it, a task of an array with its array', () => {
  expect(slurmJobOf({})).toBeNull();
  expect(slurmJobOf({ SLURM_JOB_ID: '7' })).toEqual({ id: '7', array: null });
  const task = { SLURM_JOB_ID: '9', SLURM_ARRAY_JOB_ID: '7', SLURM_ARRAY_TASK_ID: '2' };
  expect(slurmJobOf(task)).toEqual({ id: '7_2', array: '7' });
});
