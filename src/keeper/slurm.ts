import type { CheckpointPlan } from '../stopping/control.ts';
import type { SlurmIdentity } from '../runs/runRecord.ts';
import type { WholePlan } from '../stopping/stopPlan.ts';
import { longestSave, stepWait } from '../stopping/defaults.ts';

/**
 * The signals by which Slurm announces that a job's time is over: SIGTERM always, SIGUSR1 where `--signal=USR1@SECONDS`
 * asks for it (sbatch(1)).
 */
export const slurmSignals = ['SIGTERM', 'SIGUSR1'] as const;

/** Whether this process belongs to a Slurm job. */
export function isInSlurm(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['SLURM_JOB_ID'] !== undefined;
}

/**
 * The Slurm job that this process belongs to; null for none. Source: sbatch(1), output environment variables.
 */
export function slurmJobOf(environment: Readonly<Record<string, string | undefined>>): SlurmIdentity | null {
  const { SLURM_JOB_ID: id, SLURM_ARRAY_JOB_ID: array = null, SLURM_ARRAY_TASK_ID: task } = environment;
  if (id === undefined) return null;
  return { id: array === null || task === undefined ? id : `${array}_${task}`, array };
}

/**
 * The stop to plan when Slurm's signal comes: after the next save, but with time left for SIGINT and SIGTERM before
 * Slurm sends SIGKILL. That comes KillWait after SIGTERM, 30 s by default (slurm.conf(5)); after SIGUSR1, at the job's
 * end time where that is known (SLURM_JOB_END_TIME, epoch seconds), else a minute later, the least that makes sense to
 * ask for.
 */
export function slurmPlan(
  signal: (typeof slurmSignals)[number],
  environment: Readonly<Record<string, string | undefined>>,
  now: number,
): CheckpointPlan {
  const end = Number(environment['SLURM_JOB_END_TIME'] ?? Number.NaN);
  const rest = signal === 'SIGTERM' ? killWait : Number.isFinite(end) ? end - now : 60;
  const wait = Math.min(stepWait, Math.max(1, rest / 6));
  return {
    when: 'checkpoint',
    within: Math.max(0, rest - 2 * wait - spare),
    wait,
    // Up to the last moment: SIGKILL would spoil that file, too.
    saveWait: Math.min(longestSave, 2 * wait),
    reason: `Slurm sent ${signal}: the time of job ${environment['SLURM_JOB_ID'] ?? ''} is over`,
  };
}

/** Whether a planned stop is the one before the end of a job's time, and no `scancel`, which sends SIGTERM. */
export function isTimeOver(plan: WholePlan): boolean {
  return plan.when === 'checkpoint' && plan.reason?.startsWith('Slurm sent SIGUSR1:') === true;
}

const killWait = 30;

/** Seconds to spare for a machine that is busy. */
const spare = 2;
