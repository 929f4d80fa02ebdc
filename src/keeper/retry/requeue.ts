import { listRuns } from '../../runs/runs.ts';
import { callClient } from '../../processes/remote/client.ts';
import { complaintOf } from '../../processes/remote/clientAnswer.ts';
import type { RunRecord } from '../../runs/runRecord.ts';

/**
 * Whether Slurm may put a job back in its queue: sbatch's `--requeue`, or the cluster's JobRequeue without
 * `--no-requeue`. False where Slurm does not answer.
 */
export async function isRequeueable(job: string): Promise<boolean> {
  return (await described(job)).includes('Requeue=1');
}

/**
 * Puts a job back in the queue, which ends all of it here. Returns why that was refused; null when it was not. Slurm
 * may end `scontrol` with the rest of the job before it has answered: then the state of the job tells.
 */
export async function requeue(job: string): Promise<string | null> {
  const answer = await callClient({ program: 'scontrol', args: ['requeue', job] });
  const isTaken =
    answer.status === 0 || (answer.status === null && !(await described(job)).includes('JobState=RUNNING'));
  return isTaken ? null : complaintOf(answer);
}

/** A job as `scontrol` describes it, in words `NAME=VALUE`; none where Slurm does not answer. */
async function described(job: string): Promise<readonly string[]> {
  const answer = await callClient({ program: 'scontrol', args: ['show', 'job', '--oneliner', job] });
  return answer.status === 0 ? answer.stdout.split(/\s+/) : [];
}

/**
 * The newest run of a Slurm job that an earlier start of the same command of that job began; null for none. A job that
 * runs several commands starts each of them anew.
 */
export function runOfEarlierStart(job: string, command: readonly string[]): RunRecord | null {
  const { runs } = listRuns();
  const byId = new Map(runs.map((record) => [record.id, record]));
  const first = (record: RunRecord): RunRecord => {
    const before = byId.get(record.retryOf?.run ?? '');
    return before === undefined ? record : first(before);
  };
  return (
    runs.find(
      (record) => record.job?.id === job && JSON.stringify(first(record).command) === JSON.stringify(command),
    ) ?? null
  );
}
